import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below what operating systems choose from (Linux from 32768, others from 49152): there a port that waits for its server would be given to whoever asks for any. */
const CHOSEN_FROM = { first: 20_000, count: 12_000 }
const chosen = new Set<number>()

/** A port that nobody listens on at 127.0.0.1. It is not chosen again by this process, nor by the operating system for another, until a server takes it. */
export async function anyFreePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = CHOSEN_FROM.first + randomInt(CHOSEN_FROM.count)
    if (chosen.has(port) || !(await isFree(port))) continue
    chosen.add(port)
    return port
  }
  throw new Error('No free port was found.')
}

/** `wanted` when it is free and not in `taken`, else the next free one above it. */
export async function freePortFrom(wanted: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + 200, 65_536); port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port
  }
  throw new Error(`No free port was found from ${wanted} to ${wanted + 199}.`)
}

/** Whether nobody listens on the port, neither on 127.0.0.1 nor on all addresses. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== null
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null)
      else reject(error)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : null)
      })
    })
  })
}
