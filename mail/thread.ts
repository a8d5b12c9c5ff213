import type { ContentFacts } from '../rules/facts'

const MAX_ID = 512
const MAX_REFERENCES = 100
const MESSAGE_ID = /<[^<>\s]{1,510}>/g

export interface ThreadReferences {
  /** The message's own id; made from its identity when the sender gave none. */
  readonly own: string
  /** Own and every referenced id, each once, sorted, so that two transactions insert and lock them in one order. */
  readonly ids: readonly string[]
}

/** What ties a message into a thread (RFC 5322 3.6.4): its own id, In-Reply-To and References. The subject never does. */
export function threadReferences(facts: Pick<ContentFacts, 'messageId' | 'inReplyTo' | 'references'>, identity: Buffer): ThreadReferences {
  const own = facts.messageId ?? `<${identity.toString('hex')}@no-message-id.invalid>`
  return { own, ids: [...new Set([own, ...facts.inReplyTo, ...facts.references])].sort() }
}

/** The message ids in a header value, each once, in order. Of a very long list the first (the thread's root) and the newest are kept. */
export function messageIdsIn(value: string): string[] {
  const ids = [...new Set(value.match(MESSAGE_ID) ?? [])]
  return ids.length <= MAX_REFERENCES ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MAX_REFERENCES)]
}

/** A Message-ID header as an id with angle brackets, also where the sender forgot them; null when it is unusable. */
export function messageIdOf(value: string | null): string | null {
  if (value === null) return null
  const [id] = messageIdsIn(value)
  if (id !== undefined) return id
  const bare = value.trim()
  return bare !== '' && bare.length <= MAX_ID - 2 && !/[<>\s]/.test(bare) ? `<${bare}>` : null
}
