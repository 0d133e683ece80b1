import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { environmentOf, parseCompose } from '../../scripts/image/compose.ts'
import { readConfig } from '../../src/config.ts'

const compose = parseCompose(readFileSync('deploy/compose.yaml', 'utf8'))
const { careline, postgres } = compose.services
const given = { POSTGRES_PASSWORD: 'abc123' }

describe('the compose file', () => {
  it('names two services: the server from this repository, and PostgreSQL with pgvector', () => {
    expect(Object.keys(compose.services)).toEqual(['careline', 'postgres'])
    expect(careline?.build?.context).toBe('..')
    expect(postgres?.image).toMatch(/^pgvector\/pgvector:pg\d+$/)
  })

  it('gives the server an environment that it accepts', () => {
    const config = readConfig(environmentOf(careline ?? {}, given))
    expect(config.DATABASE_URL).toBe('postgres://careline:abc123@postgres:5432/careline')
    expect(config.PUBLIC_URL).toBe('http://localhost:8080')
    expect(config.MODEL_ANSWER).toEqual([])
  })

  it('has the server sign in to the database that the other service makes', () => {
    const url = new URL(environmentOf(careline ?? {}, given)['DATABASE_URL'] ?? '')
    const made = environmentOf(postgres ?? {}, given)
    expect([url.username, url.password, url.pathname]).toEqual([
      made['POSTGRES_USER'],
      made['POSTGRES_PASSWORD'],
      `/${made['POSTGRES_DB']}`,
    ])
    expect(Object.keys(compose.services)).toContain(url.hostname)
  })

  it('refuses to start with a password that nobody chose', () => {
    expect(() => environmentOf(careline ?? {}, {})).toThrow('POSTGRES_PASSWORD: set it in deploy/.env')
    expect(() => environmentOf(postgres ?? {}, {})).toThrow('POSTGRES_PASSWORD')
  })

  it('waits for the database, keeps both data folders, and opens no port to the outside', () => {
    expect(careline?.depends_on?.['postgres']?.condition).toBe('service_healthy')
    expect(postgres?.healthcheck?.test).toContain('CMD-SHELL')
    const volumes = [...(careline?.volumes ?? []), ...(postgres?.volumes ?? [])].map(
      line => line.split(':')[0],
    )
    expect(volumes).toEqual(Object.keys(compose.volumes))
    expect(careline?.volumes).toEqual(['careline-data:/data'])
    expect(careline?.ports).toEqual(['127.0.0.1:8080:8080'])
    expect(postgres?.ports).toBeUndefined()
  })
})

describe('the proxies', () => {
  it.each([
    ['deploy/nginx.conf', 'proxy_buffering off;'],
    ['deploy/Caddyfile', 'flush_interval -1'],
  ])('%s sends event streams on without buffering', (file, line) => {
    expect(readFileSync(file, 'utf8')).toContain(line)
  })

  it('nginx keeps a quiet stream open longer than the server leaves it silent, and takes pasted texts', () => {
    const text = readFileSync('deploy/nginx.conf', 'utf8')
    expect(text).toMatch(/proxy_read_timeout 1h;/)
    expect(text).toMatch(/client_max_body_size 8m;/)
    expect(text).toMatch(/proxy_pass http:\/\/127\.0\.0\.1:8080;/)
  })
})
