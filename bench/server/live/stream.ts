import http from 'node:http'

/** A live stream read as cheaply as can be: only what is looked for is taken out of it. */
export interface Followed {
  /** Ids of messages in the order in which they came. */
  messageIds: string[]
  events: number
  close(): void
}

const messageId = /"message":\{"id":"([\w-]+)"/
const eventLine = /^event: message\./

/** Opens a stream of the server. @throws Error when it does not answer with one. */
export function follow(url: string, token: string): Promise<Followed> {
  return new Promise((resolve, reject) => {
    // Without an agent: a stream keeps its connection for itself.
    const request = http.get(url, { agent: false, headers: { authorization: `Bearer ${token}` } })
    request.once('error', reject)
    request.once('response', response => {
      if (response.statusCode !== 200) return reject(new Error(`a stream answers ${response.statusCode}`))
      const followed: Followed = { messageIds: [], events: 0, close: () => request.destroy() }
      response.setEncoding('utf8').on('data', reader(followed))
      response.once('error', () => undefined)
      request.on('error', () => undefined)
      resolve(followed)
    })
  })
}

function reader(followed: Followed): (piece: string) => void {
  let rest = ''
  return piece => {
    const blocks = (rest + piece).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      if (!block.includes('event: ')) continue
      followed.events++
      if (!block.split('\n').some(line => eventLine.test(line))) continue
      const id = messageId.exec(block)?.[1]
      if (id) followed.messageIds.push(id)
    }
  }
}
