import http from 'node:http'

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 })

/** One JSON call over kept connections. @throws Error for any status but 2xx. */
export function send<T>(
  url: string,
  { method = 'POST', token, body }: { method?: string; token?: string; body?: unknown } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? undefined : JSON.stringify(body)
    const headers: Record<string, string> = {}
    if (token) headers['authorization'] = `Bearer ${token}`
    if (sent !== undefined) headers['content-type'] = 'application/json'
    const request = http.request(url, { agent, method, headers }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', piece => {
        text += piece
      })
      response.on('end', () => {
        const { statusCode = 0 } = response
        if (statusCode >= 200 && statusCode < 300) resolve((text && JSON.parse(text)) as T)
        else reject(new Error(`${method} ${url} answers ${statusCode}: ${text.slice(0, 200)}`))
      })
    })
    request.once('error', reject)
    request.end(sent)
  })
}
