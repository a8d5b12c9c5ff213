import { createServer } from 'node:net'

/** A port nobody listens on at 127.0.0.1, chosen by the operating system. */
export async function anyFreePort(): Promise<number> {
  const port = await tryPort(0)
  if (port === null) throw new Error('The operating system gave no free port.')
  return port
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
