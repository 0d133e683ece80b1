import dns from 'node:dns'
import net from 'node:net'

/**
 * Takes the network away from this process: a document that makes a parsing library fetch something (an external
 * image, a schema, a remote "go to") gets an error instead of a connection. Second line; the first is that the
 * parsers are told not to.
 */
export function forbidConnections(): void {
  const refuse = (): never => {
    throw new Error('a document tried to open a connection')
  }
  net.Socket.prototype.connect = refuse
  Object.assign(dns, { lookup: refuse, resolve: refuse })
  Object.assign(dns.promises, { lookup: refuse, resolve: refuse })
  globalThis.fetch = async () => refuse()
}
