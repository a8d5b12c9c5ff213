import type { Address, MessageFacts } from './facts'

/** Where a mail that is to be passed on has been, so that it never goes round in a circle (RFC 5321 6.3). Addresses in lower case. */
export interface Journey {
  readonly own: readonly string[]
  /** Who wrote it, and where answers and delivery reports go. */
  readonly senders: readonly string[]
  /** Where it was delivered or redirected to before. */
  readonly visited: readonly string[]
  /** It was redirected, or handed from server to server, more often than a mail that is going anywhere. */
  readonly isLost: boolean
  /** Where an answer goes; null: nobody takes one. */
  readonly answersTo: string | null
}

export type PassingStop = 'own address' | 'back to the sender' | 'been there' | 'passed on too often'

/** The facts that tell it. */
export type Travelled = Pick<MessageFacts, 'from' | 'replyTo' | 'envelopeFrom' | 'headers' | 'ownAddresses'>

/** Where a mail has been and whom a copy of it must not go to again. */
export function journeyOf({ from, replyTo, envelopeFrom, headers, ownAddresses }: Travelled): Journey {
  const values = (name: string) => headers[name] ?? []
  const senders = [from?.address, ...replyTo.map(({ address }) => address), envelopeFrom ?? undefined].flatMap((address) => (address === undefined || address === '' ? [] : [address.toLowerCase()]))
  return {
    own: ownAddresses,
    senders: [...new Set(senders)],
    visited: [...new Set(['resent-to', 'delivered-to', 'x-original-to'].flatMap(values).flatMap((value) => value.toLowerCase().match(ADDRESS) ?? []))],
    isLost: values('resent-message-id').length >= MOST_TIMES || values('received').length >= MOST_SERVERS,
    answersTo: (replyTo[0] ?? from)?.address.toLowerCase() ?? null,
  }
}

/** Those a mail may be passed on to, each once; with nobody left, why. */
export function passableTo({ own, senders, visited, isLost }: Journey, to: readonly Address[]): { readonly to: readonly Address[]; readonly stop: PassingStop | null } {
  const stopFor = (address: string): PassingStop | null => {
    if (isLost) return 'passed on too often'
    if (own.includes(address)) return 'own address'
    if (senders.includes(address)) return 'back to the sender'
    return visited.includes(address) ? 'been there' : null
  }
  const once = to.filter(({ address }, index) => to.findIndex((other) => other.address.toLowerCase() === address.toLowerCase()) === index)
  const free = once.filter(({ address }) => stopFor(address.toLowerCase()) === null)
  return { to: free, stop: free.length > 0 ? null : stopFor(once[0]?.address.toLowerCase() ?? '') }
}

/** Nothing useful is redirected more often. */
const MOST_TIMES = 5
/** RFC 5321 6.3 asks for a hundred at least before a server gives up; a rule may be more careful. */
const MOST_SERVERS = 50

const ADDRESS = /[^\s<>(),;:"]+@[^\s<>(),;:"]+/g
