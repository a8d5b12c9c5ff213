import { call } from './call'
import type { Connection } from './connect'
import { imapFailure } from './failures'

export type Change = 'messages' | 'flags' | 'expunged'

/** Listens to the open mailbox from now on; `next` waits, `stop` takes the listeners off. Nothing that happens between two calls of `next` is missed. */
export interface ChangeListener {
  /**
   * What changed since the last call: at once when something already did, else after waiting in IDLE (RFC 2177), or with NOOP where there is none.
   * Null when `signal` ended the wait. Throws the connection's Failure when it is lost. Any other command of the connection ends IDLE by itself.
   */
  next(signal: AbortSignal): Promise<ReadonlySet<Change> | null>
  stop(): void
}

export interface ListenOptions {
  /** IDLE is renewed this often, and the server must answer: a dead connection is noticed within this time and half a minute. */
  readonly renewMs?: number
  /** How often a server without IDLE is asked. */
  readonly pollMs?: number
}

const ANSWER_MS = 30_000

/** Starts listening to the mailbox that is open now. */
export function listen(connection: Connection, { renewMs = 240_000, pollMs = 15_000 }: ListenOptions = {}): ChangeListener {
  const { client } = connection
  let changes = new Set<Change>()
  let wake = () => {}
  const noting = (change: Change) => () => {
    changes.add(change)
    wake()
  }
  const listeners = { exists: noting('messages'), flags: noting('flags'), expunge: noting('expunged') }
  for (const [event, listener] of Object.entries(listeners)) client.on(event, listener)

  const change = () =>
    new Promise<'change'>((resolve) => {
      wake = () => resolve('change')
      if (changes.size > 0) wake()
    })

  return {
    async next(signal) {
      let idling = connection.has('IDLE')
      while (changes.size === 0 && !signal.aborted) {
        const wait = idling ? renewMs : pollMs
        const idle = idling && client.idling !== true ? startIdle(connection) : null
        const ended = await firstOf(connection, signal, wait, change(), idle)
        if (ended === 'idle ended' && !client.usable) throw await connection.lost
        if (ended === 'idle refused') idling = false
        // The NOOP ends IDLE and proves that the server is still there.
        else if (ended === 'time') await call(connection, 'noop', () => client.noop(), ANSWER_MS)
      }
      if (changes.size === 0) return null
      const seen = changes
      changes = new Set()
      return seen
    },
    stop() {
      for (const [event, listener] of Object.entries(listeners)) client.off(event, listener)
    },
  }
}

type Ended = 'change' | 'time' | 'aborted' | 'idle ended' | 'idle refused'

async function startIdle(connection: Connection): Promise<Ended> {
  try {
    const answer = await connection.client.idle()
    return answer === false && connection.client.usable ? 'idle refused' : 'idle ended'
  } catch (error) {
    throw imapFailure(error, 'idle')
  }
}

async function firstOf(connection: Connection, signal: AbortSignal, waitMs: number, change: Promise<Ended>, idle: Promise<Ended> | null): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined
  let onAbort = () => {}
  const time = new Promise<Ended>((resolve) => {
    timer = setTimeout(() => resolve('time'), waitMs)
    onAbort = () => resolve('aborted')
    signal.addEventListener('abort', onAbort, { once: true })
  })
  const lost = connection.lost.then((failure) => Promise.reject(failure))
  try {
    return await Promise.race([change, time, lost, ...(idle === null ? [] : [idle])])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
