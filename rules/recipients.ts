import { z } from 'zod'
import type { Address } from './facts'
import type { ProblemCode } from './problem'

/** Addresses that people write into a rule. */

const MAX_RECIPIENTS = 10

/** One address: `local@domain`, without a name. */
export const WrittenAddress = z.string().trim().max(254).pipe(z.email('needsAddress' satisfies ProblemCode))

export const WrittenAddresses = z.array(WrittenAddress).min(1, 'needsAddress' satisfies ProblemCode).max(MAX_RECIPIENTS)

/** As effects take them: without a name, the domain in lower case. */
export function addressOf(written: string): Address {
  const at = written.lastIndexOf('@')
  return { name: '', address: written.slice(0, at) + written.slice(at).toLowerCase() }
}
