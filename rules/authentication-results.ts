/**
 * What the receiving server found out about where a mail comes from (RFC 8601). Only the topmost Authentication-Results header counts: servers put theirs
 * on top, so it is the newest, and those below may have come with the mail. Where the own server writes none, the topmost one may be forged as well.
 */

export const AUTH_RESULTS = ['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror'] as const

export type AuthMethod = 'spf' | 'dkim' | 'dmarc'

/** Results of one method in the order they stand there, such as one per DKIM signature. Empty when the header says nothing of it. */
export function authResults(headers: Readonly<Record<string, readonly string[]>>, method: AuthMethod): readonly string[] {
  const topmost = Object.hasOwn(headers, 'authentication-results') ? headers['authentication-results']?.[0] : undefined
  if (topmost === undefined) return []
  // The first part is who says it (RFC 8601 2.2); each other one begins with `method=result`, or `method/version=result`.
  return partsOf(topmost)
    .slice(1)
    .flatMap((part) => {
      const found = RESULT.exec(part)
      return found?.[1]?.toLowerCase() === method && found[2] !== undefined ? [found[2].toLowerCase()] : []
    })
}

const RESULT = /^\s*([A-Za-z0-9-]+)\s*(?:\/\s*\d+\s*)?=\s*([A-Za-z]+)/
const MAX_READ = 10_000

/** Split at semicolons outside quotes, comments left out (RFC 5322 3.2.2: they nest and may escape). */
function partsOf(header: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  let isQuoted = false
  const text = header.slice(0, MAX_READ)
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    const next = text[index + 1] ?? ''
    if (character === '\\' && (isQuoted || depth > 0)) index += 1
    if (!isQuoted && character === '(') depth += 1
    else if (!isQuoted && character === ')' && depth > 0) depth -= 1
    else if (depth > 0) continue
    else if (character === '"') isQuoted = !isQuoted
    else if (character === ';' && !isQuoted) parts.push('')
    else parts[parts.length - 1] += character === '\\' && isQuoted ? next : character
  }
  return parts
}
