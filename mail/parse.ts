import { Worker } from 'node:worker_threads'
import { CAPS } from './caps'
import { Failure } from './failure'
import type { ParsedMessage, QuarantineReason } from './parsed-message'
import { quarantined } from './read-message'

/** One batch for a reading thread: the bytes of all messages in one block, handed over rather than copied. */
export interface ParseRequest {
  readonly bytes: ArrayBuffer
  readonly items: readonly { readonly start: number; readonly end: number; readonly envelopeFrom: string | null }[]
}

/** Messages are answered one by one, in order: the first unanswered one is the one being read. */
export type ParseReply = { readonly type: 'ready' } | { readonly type: 'read'; readonly message: ParsedMessage }

export interface ParserOptions {
  /** Threads, started when there is work. */
  readonly threads: number
  /** The thread's code: `mail/parse-child.ts` as the build bundles it, beside the worker's own bundle. */
  readonly entry: URL
  /** Wall clock for one message. */
  readonly timeoutMs?: number
  /** Heap of one thread in megabytes. */
  readonly memoryMb?: number
}

export interface Parser {
  /**
   * Reads a raw message in a thread that is killed at the deadline. Resolves quarantined, never rejects, whatever the message holds;
   * rejects with `parser unavailable` (retry) only when no thread can be started or the parser was closed.
   */
  parse(raw: Buffer, envelopeFrom?: string | null): Promise<ParsedMessage>
  close(): Promise<void>
}

interface Job {
  readonly raw: Buffer
  readonly envelopeFrom: string | null
  readonly resolve: (message: ParsedMessage) => void
  readonly reject: (failure: Failure) => void
}

interface Lane {
  worker: Worker | null
  ready: boolean
  /** Handed over and not answered yet, in order. */
  inFlight: Job[]
  deadline: NodeJS.Timeout | null
}

const START_MS = 60_000
const DEADLINE_PARTS = 4
const BATCH = 32
const BATCH_BYTES = 4 * 1024 * 1024

/** A pool of reading threads. One message's end (also by force) never costs another message. */
export function createParser({ threads, entry, timeoutMs = 10_000, memoryMb = 256 }: ParserOptions): Parser {
  const waiting: Job[] = []
  const lanes: Lane[] = Array.from({ length: threads }, () => ({ worker: null, ready: false, inFlight: [], deadline: null }))
  let closed = false
  let scheduled = false

  const schedule = () => {
    if (scheduled) return
    scheduled = true
    // After the caller's own turn, so that messages asked for together travel together.
    queueMicrotask(() => {
      scheduled = false
      for (const lane of lanes) feed(lane)
    })
  }

  const feed = (lane: Lane) => {
    if (lane.inFlight.length > 0 || waiting.length === 0) return
    if (lane.worker === null) start(lane)
    if (!lane.ready || lane.worker === null) return
    lane.inFlight = takeBatch(waiting, Math.ceil(waiting.length / threads))
    const request = pack(lane.inFlight)
    lane.worker.ref()
    lane.worker.postMessage(request, [request.bytes])
    arm(lane, timeoutMs, 'took too long')
  }

  const start = (lane: Lane) => {
    const worker = new Worker(/* turbopackIgnore: true */ entry, {
      // Nothing inherited: a loader of the parent process would be started again in every thread.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, stackSizeMb: 4 },
      name: 'mail-parser',
    })
    Object.assign(lane, { worker, ready: false })
    const ended = (reason: QuarantineReason, cause?: unknown) => {
      if (lane.worker === worker) drop(lane, reason, cause)
    }
    worker.on('message', (reply: ParseReply) => (lane.worker === worker ? receive(lane, reply) : undefined))
    worker.on('error', (error) => ended('reader crashed', error))
    worker.on('exit', () => ended('reader crashed'))
    arm(lane, START_MS, 'reader crashed')
  }

  const receive = (lane: Lane, reply: ParseReply) => {
    if (lane.deadline !== null) clearTimeout(lane.deadline)
    if (reply.type === 'ready') lane.ready = true
    else lane.inFlight.shift()?.resolve(revived(reply.message))
    if (lane.inFlight.length > 0) return arm(lane, timeoutMs, 'took too long')
    lane.worker?.unref()
    feed(lane)
  }

  /** Counted in parts, of which one at most passes while the whole process stands still: no message is guilty of a machine that slept. */
  const arm = (lane: Lane, ms: number, reason: QuarantineReason) => {
    if (lane.deadline !== null) clearTimeout(lane.deadline)
    let left = DEADLINE_PARTS
    const pass = () => {
      left -= 1
      if (left === 0) drop(lane, reason)
      else lane.deadline = setTimeout(pass, ms / DEADLINE_PARTS)
    }
    lane.deadline = setTimeout(pass, ms / DEADLINE_PARTS)
  }

  /** Ends a lane's thread. The message it was reading is quarantined, those behind it go back to the head of the queue. */
  const drop = (lane: Lane, reason: QuarantineReason, cause?: unknown) => {
    const { worker, ready, deadline } = lane
    if (deadline !== null) clearTimeout(deadline)
    const [guilty, ...rest] = lane.inFlight
    Object.assign(lane, { worker: null, ready: false, inFlight: [], deadline: null })
    void worker?.terminate()
    if (!ready) return refuse(waiting.splice(0), cause)
    guilty?.resolve(quarantined(guilty.raw, guilty.envelopeFrom, reason))
    waiting.unshift(...rest)
    schedule()
  }

  return {
    parse(raw, envelopeFrom = null) {
      if (closed) return Promise.reject(unavailable())
      if (raw.length > CAPS.rawBytes) return Promise.resolve(quarantined(raw, envelopeFrom, 'too large'))
      return new Promise((resolve, reject) => {
        waiting.push({ raw, envelopeFrom, resolve, reject })
        schedule()
      })
    },
    async close() {
      closed = true
      refuse([...waiting.splice(0), ...lanes.flatMap((lane) => lane.inFlight.splice(0))])
      await Promise.all(
        lanes.map(async (lane) => {
          const { worker, deadline } = lane
          if (deadline !== null) clearTimeout(deadline)
          Object.assign(lane, { worker: null, ready: false, deadline: null })
          await worker?.terminate()
        }),
      )
    },
  }
}

function takeBatch(waiting: Job[], share: number): Job[] {
  let bytes = 0
  let count = 0
  while (count < Math.min(share, BATCH, waiting.length)) {
    bytes += waiting[count]?.raw.length ?? 0
    if (count > 0 && bytes > BATCH_BYTES) break
    count += 1
  }
  return waiting.splice(0, count)
}

function pack(jobs: readonly Job[]): ParseRequest {
  const bytes = new ArrayBuffer(jobs.reduce((sum, job) => sum + job.raw.length, 0))
  const view = new Uint8Array(bytes)
  let at = 0
  const items = jobs.map(({ raw, envelopeFrom }) => {
    view.set(raw, at)
    const start = at
    at += raw.length
    return { start, end: at, envelopeFrom }
  })
  return { bytes, items }
}

/** Buffers arrive from a thread as plain byte arrays. */
function revived(message: ParsedMessage): ParsedMessage {
  return {
    ...message,
    identity: bufferOf(message.identity),
    bodyHash: bufferOf(message.bodyHash),
    attachments: message.attachments.map((attachment) => ({ ...attachment, sha256: bufferOf(attachment.sha256) })),
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function refuse(jobs: readonly Job[], cause?: unknown): void {
  for (const job of jobs) job.reject(unavailable(cause))
}

function unavailable(cause?: unknown): Failure {
  return new Failure('parser unavailable', { retry: 'yes', publicMessage: 'The mail reader is not running. The message is kept and will be read when it is.', cause })
}
