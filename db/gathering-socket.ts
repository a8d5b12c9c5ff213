import { Socket } from 'node:net'

/**
 * How a connection to the database is made: what is written in one go is sent in one go. Statements that are sent together leave as one packet instead of one
 * each, and none waits until the one before it was acknowledged. An option of the driver that its types leave out; of several hosts it chooses by itself.
 */
export function transportFor(url: string): { readonly socket?: (address: Address) => Socket } {
  return url.includes(',') ? {} : { socket: connected }
}

interface Address {
  readonly host: readonly string[]
  readonly port: readonly number[]
  readonly path: string | false
}

/** The driver speaks first, so the socket is handed over while it connects and keeps what is written until then. */
function connected({ host: [host = 'localhost'], port: [port = 5432], path }: Address): Socket {
  const socket = new GatheringSocket()
  if (path !== false) return socket.connect(path)
  // The driver asks for the name when it checks a certificate.
  return Object.assign(socket, { host }).setNoDelay(true).connect({ host, port })
}

type Done = (error?: Error | null) => void

class GatheringSocket extends Socket {
  override write(chunk: Uint8Array | string, encoding?: BufferEncoding | Done, done?: Done): boolean {
    if (this.writableCorked === 0) {
      this.cork()
      // After everything that is ready to run has run, and before anything is waited for.
      process.nextTick(() => this.uncork())
    }
    return typeof encoding === 'string' ? super.write(chunk, encoding, done) : super.write(chunk, encoding ?? done)
  }
}
