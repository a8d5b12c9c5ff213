import { z } from 'zod'
import type { Database } from '../db/client'
import type { Log } from './log'
import { metrics } from './metrics'

/**
 * What changed, for browsers that are looking: one LISTEN connection per process, fanned out by workspace. A hint, never a fact: who hears it asks again.
 */

/** `everything`: some hints may be missing, refetch all that is shown. */
export interface Change {
  readonly kind: string
  readonly ids: readonly string[]
}

export interface LiveHub {
  /** Changes of one workspace until `signal` aborts. The first one is `everything`, when listening has begun. */
  changes(workspaceId: string, signal: AbortSignal): AsyncGenerator<Change, void, undefined>
}

export const EVERYTHING: Change = { kind: 'everything', ids: [] }
const CHANNEL = 'postroom_changed'
/** A browser that reads slower than this many hints is told to refetch instead. */
const BACKLOG = 500
const PAYLOAD = z.object({ workspaceId: z.string(), kind: z.string(), ids: z.array(z.string()) })

/** Listens from the first subscriber on, for the life of the process. The driver reconnects by itself; after that everyone hears `everything`. */
export function liveHub(database: Database, log: Log): LiveHub {
  const mailboxes = new Map<string, Set<Queue>>()
  let listening: Promise<unknown> | undefined

  function listen(): Promise<unknown> {
    listening ??= database.listen
      .listen(CHANNEL, hear, () => {
        for (const queue of [...mailboxes.values()].flatMap((queues) => [...queues])) queue.put(EVERYTHING)
      })
      .catch((error: unknown) => {
        listening = undefined
        throw error
      })
    return listening
  }

  function hear(text: string): void {
    const payload = parsed(text)
    if (payload === null) log.warn({ code: 'live.payload', bytes: text.length }, 'a change notice could not be read')
    else for (const queue of mailboxes.get(payload.workspaceId) ?? []) queue.put({ kind: payload.kind, ids: payload.ids })
  }

  return {
    async *changes(workspaceId, signal) {
      await listen()
      const queue = new Queue()
      const queues = mailboxes.get(workspaceId) ?? new Set()
      mailboxes.set(workspaceId, queues.add(queue))
      const wake = () => { queue.end() }
      signal.addEventListener('abort', wake)
      metrics().liveSubscribers.inc()
      try {
        yield EVERYTHING
        while (!signal.aborted) {
          for (const change of await queue.take()) yield change
        }
      } finally {
        metrics().liveSubscribers.dec()
        signal.removeEventListener('abort', wake)
        queues.delete(queue)
        if (queues.size === 0) mailboxes.delete(workspaceId)
      }
    },
  }
}

class Queue {
  private waiting: Change[] = []
  private wake: () => void = () => undefined

  put(change: Change): void {
    if (this.waiting.length >= BACKLOG) this.waiting = [EVERYTHING]
    else this.waiting.push(change)
    this.wake()
  }

  end(): void {
    this.wake()
  }

  /** All that came since the last call; waits for the first, or for the end (then nothing). */
  async take(): Promise<readonly Change[]> {
    if (this.waiting.length === 0) await new Promise<void>((resolve) => { this.wake = resolve })
    return this.waiting.splice(0)
  }
}

function parsed(text: string): z.infer<typeof PAYLOAD> | null {
  try {
    return PAYLOAD.parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}
