import { request } from './client.ts'

/** Saves what a route gives as a file; a plain link would carry no token. @throws Error when it is refused. */
export async function download(path: string, name: string): Promise<void> {
  const response = await request(path)
  if (!response.ok) throw new Error(response.statusText)
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  URL.revokeObjectURL(address)
}
