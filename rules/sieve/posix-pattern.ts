/**
 * A pattern of rules as servers read patterns (POSIX extended, draft-ietf-sieve-regex); null where they have no words for it. Names of what is found are left out.
 */
export function posixPattern(source: string): string | null {
  const pattern = source.replace(/^\(\?s\)/, '')
  let written = ''
  let isInside = false
  for (const { 0: token } of pattern.matchAll(TOKEN)) {
    const said = isInside ? insideOf(token) : outsideOf(token)
    if (said === null) return null
    if (!isInside && token.startsWith('[')) isInside = true
    else if (isInside && token === ']') isInside = false
    written += said
  }
  return isInside ? null : written
}

const TOKEN = /\\[^]|\(\?P?<\w+>|\(\?[^)]?:?|\[:\w+:\]|\[\^?\]?|[*+?}]\?|[^]/g
const CLASSES: Readonly<Record<string, string>> = { '\\d': '[0-9]', '\\D': '[^0-9]', '\\w': '[[:alnum:]_]', '\\W': '[^[:alnum:]_]', '\\s': '[[:space:]]', '\\S': '[^[:space:]]' }
const INSIDE: Readonly<Record<string, string>> = { '\\d': '0-9', '\\w': '[:alnum:]_', '\\s': '[:space:]', '\\\\': '\\' }

function outsideOf(token: string): string | null {
  if (token.startsWith('\\')) return CLASSES[token] ?? (/^\\[^A-Za-z0-9]$/.test(token) ? token : null)
  if (token.startsWith('(?')) return token === '(?:' || /^\(\?P?<\w+>$/.test(token) ? '(' : null
  return token.length === 2 && token.endsWith('?') ? null : token
}

/** Within brackets a backslash is one of the characters. */
function insideOf(token: string): string | null {
  if (!token.startsWith('\\')) return token
  return INSIDE[token] ?? (/^\\[^A-Za-z0-9\]^-]$/.test(token) ? token.slice(1) : null)
}
