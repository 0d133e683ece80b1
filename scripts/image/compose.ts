import { parse } from 'yaml'

/** The parts of a compose file that we use. */
export interface Compose {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}

export interface Service {
  image?: string
  build?: { context: string }
  environment?: Record<string, string>
  ports?: string[]
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test: string[] }
  [key: string]: unknown
}

export function parseCompose(text: string): Compose {
  return parse(text) as Compose
}

/**
 * The environment of a service with `${NAME}`, `${NAME:-default}` and `${NAME:?message}` filled in.
 * @throws Error with the message when a needed variable is not given.
 */
export function environmentOf(
  service: Service,
  given: Record<string, string | undefined>,
): Record<string, string> {
  const fill = (text: string) =>
    text.replace(
      /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (_whole: string, name: string, kind: string, rest: string) => {
        const value = given[name]
        if (value) return value
        if (kind === '?') throw new Error(`${name}: ${rest}`)
        return rest ?? ''
      },
    )
  return Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, text]) => [name, fill(String(text))]),
  )
}
