// A line to a server that a test can cut: a proxy on loopback.

import { connect, createServer, type Socket } from 'node:net'

export interface Line {
  readonly host: '127.0.0.1'
  readonly port: number
  /** Cuts every connection there is, without a word. */
  cut(): void
  /** Cuts each coming connection after so many bytes from the server; null lets them be. */
  cutAfter(bytes: number | null): void
  close(): Promise<void>
}

/** Opens a line to a port on loopback. */
export async function lineTo(target: number): Promise<Line> {
  const sockets = new Set<Socket>()
  let limit: number | null = null
  const server = createServer((near) => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true })
    const end = () => {
      near.destroy()
      far.destroy()
    }
    let passed = 0
    const allowed = limit
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    near.on('data', (data) => void far.write(data))
    far.on('data', (data) => {
      passed += data.length
      if (allowed !== null && passed > allowed) near.write(data.subarray(0, Math.max(0, data.length - (passed - allowed))), end)
      else near.write(data)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the line has no port')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    host: '127.0.0.1',
    port: address.port,
    cut,
    cutAfter: (bytes) => void (limit = bytes),
    close: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}
