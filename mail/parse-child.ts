import { parentPort } from 'node:worker_threads'
import type { ParseReply, ParseRequest } from './parse'
import { readMessage } from './read-message'

/**
 * The reading thread: hostile bytes are touched here and nowhere else. It holds no state between messages, so that its owner may kill it at any moment.
 */
const port = parentPort
if (port === null) throw new Error('mail/parse-child is the entry of a worker thread')

const answer = (reply: ParseReply) => port.postMessage(reply)

port.on('message', (request: ParseRequest) => {
  void readAll(request)
})
answer({ type: 'ready' })

async function readAll({ bytes, items }: ParseRequest): Promise<void> {
  for (const { start, end, envelopeFrom } of items) {
    answer({ type: 'read', message: await readMessage(Buffer.from(bytes, start, end - start), envelopeFrom) })
  }
}
