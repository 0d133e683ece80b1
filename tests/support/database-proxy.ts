import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP proxy before a database server that can cut its connections, refuse new ones and swallow what is said. */
export interface DatabaseProxy {
  /** The server's address with the proxy's place in it. */
  url: string
  /** Ends every connection; new ones are taken. */
  cut(): void
  /** Ends every connection and refuses new ones, until `restore`. */
  goAway(): void
  /** A black hole: all that is said is swallowed and nobody is told, on connections of now and later, until `restore`. */
  goSilent(): void
  /** Takes connections again; those that fell silent stay so, as on a path that forgot them. */
  restore(): void
  /** How many connections were asked for so far, refused ones among them. */
  attempts(): number
  close(): Promise<void>
}

/** Starts a proxy on a free port of loopback before the server of `targetUrl`. */
export async function startProxy(targetUrl: string): Promise<DatabaseProxy> {
  const target = new URL(targetUrl)
  const open = new Set<Socket>()
  const spoken = new Set<[Socket, Socket]>()
  let away = false
  let silent = false
  let attempts = 0
  const server = createServer(client => {
    attempts++
    if (away) return void client.resetAndDestroy()
    if (silent) return swallow(client)
    const upstream = connect(Number(target.port || 5432), target.hostname)
    for (const [socket, other] of [[client, upstream] as const, [upstream, client] as const]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
      spoken.add([socket, other])
    }
  })
  /** Never read again, so that not even its end is noticed; the system takes what is sent, up to its buffer. */
  const swallow = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    socket.pause()
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  const url = new URL(targetUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    cut,
    goAway() {
      away = true
      cut()
    },
    goSilent() {
      silent = true
      for (const [from, to] of spoken) {
        from.unpipe(to)
        from.pause()
      }
      spoken.clear()
    },
    restore() {
      away = false
      silent = false
    },
    attempts: () => attempts,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        cut()
      }),
  }
}
