import { Failure } from '../failure'
import type { Connection } from './connect'
import { imapFailure } from './failures'

/** How long one command may take before the connection is given up. */
const COMMAND_MS = 60_000

/** Runs one command under a deadline. At the deadline the connection is closed, because what the server does later could not be told apart. */
export async function call<T>(connection: Connection, doing: string, work: () => Promise<T>, deadlineMs: number = COMMAND_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      connection.close()
      reject(new Failure('timeout', { retry: 'yes', publicMessage: 'The mail server stopped answering.' }))
    }, deadlineMs)
  })
  try {
    return await Promise.race([work(), late])
  } catch (error) {
    throw imapFailure(error, doing)
  } finally {
    clearTimeout(timer)
  }
}

/** Pulls from a stream of responses, each pull under a deadline. Leaving the loop early waits for the rest to arrive. */
export async function* pull<T>(connection: Connection, doing: string, stream: AsyncGenerator<T, unknown, undefined>): AsyncGenerator<T, void, undefined> {
  try {
    for (;;) {
      const next = await call(connection, doing, () => stream.next())
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await call(connection, doing, () => stream.return(undefined))
  }
}
