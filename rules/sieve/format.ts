import type { RuleFormat } from '../exchange/format'
import { readSieve } from './read'
import { writeSieve } from './write'

/**
 * Sieve (RFC 5228), the language of filters on mail servers. Scripts of servers and other programs are read as far as rules can say what they do, rules are written
 * as far as Sieve has words for them, and both say line by line what became of the rest.
 */
export const sieveFormat = {
  id: 'sieve',
  extension: 'sieve',
  mediaType: 'application/sieve',
  holdsMany: true,
  read: readSieve,
  write: writeSieve,
} as const satisfies RuleFormat
