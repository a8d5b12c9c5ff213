// A web server on loopback that answers as the test says and remembers what it was asked.

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Answer = (response: ServerResponse, asked: Asked) => void

export interface WebPeer {
  readonly origin: string
  /** `host:port`, as the outbound guard names it. */
  readonly place: string
  readonly asked: Asked[]
  /** What is answered from now on. */
  answer: Answer
  close(): Promise<void>
}

export const ok: Answer = (response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')

export async function startWebPeer(): Promise<WebPeer> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
      peer.asked.push(asked)
      peer.answer(response, asked)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const peer: WebPeer = {
    origin: `http://127.0.0.1:${port}`,
    place: `127.0.0.1:${port}`,
    asked: [],
    answer: ok,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return peer
}
