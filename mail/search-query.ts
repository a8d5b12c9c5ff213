/** What a person typed into the search box, understood. Words and operators are all required together. */
export interface SearchQuery {
  /** Words to be found anywhere in subject, sender or beginning, each as the start of a word. */
  readonly words: readonly string[]
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly subject: readonly string[]
  readonly tags: readonly string[]
  readonly rules: readonly string[]
  /** Names or roles of mailboxes. */
  readonly mailboxes: readonly string[]
  readonly hasAttachment: boolean
  readonly unread: boolean | null
  readonly starred: boolean
  /** From this instant on, and before this one. Days are taken in UTC. */
  readonly after: Date | null
  readonly before: Date | null
  /** Operators whose value makes no sense, as typed; they match nothing and the screen says so. */
  readonly notUnderstood: readonly string[]
}

type Draft = { -readonly [K in keyof SearchQuery]: SearchQuery[K] extends readonly string[] ? string[] : SearchQuery[K] }

const TERM = /([A-Za-z]+):(?:"([^"]*)"|(\S+))|"([^"]*)"|(\S+)/g
const LISTS: Readonly<Record<string, 'from' | 'to' | 'subject' | 'tags' | 'rules' | 'mailboxes'>> = { from: 'from', to: 'to', subject: 'subject', tag: 'tags', rule: 'rules', in: 'mailboxes' }

/** Reads words and the operators from: to: subject: has:attachment is:unread is:read is:starred tag: rule: in: before: after:, values quoted where they hold spaces. */
export function parseSearch(text: string): SearchQuery {
  const query: Draft = {
    words: [], from: [], to: [], subject: [], tags: [], rules: [], mailboxes: [],
    hasAttachment: false, unread: null, starred: false, after: null, before: null, notUnderstood: [],
  }
  for (const [, operator, quotedValue, plainValue, quoted, word] of text.slice(0, 500).matchAll(TERM)) {
    const value = quotedValue ?? plainValue
    if (operator === undefined || value === undefined) takeWords(query, quoted ?? word ?? '')
    else if (!takeOperator(query, operator.toLowerCase(), value.trim())) takeWords(query, `${operator} ${value}`)
  }
  return query
}

function takeWords(query: Draft, text: string): void {
  if (/[\p{L}\p{N}]/u.test(text)) query.words.push(...text.split(' ').filter((word) => word !== ''))
}

/** False when it is no operator of ours but a word with a colon. */
function takeOperator(query: Draft, operator: string, value: string): boolean {
  const list = LISTS[operator]
  if (list !== undefined) {
    if (value !== '') query[list].push(value)
    return true
  }
  if (operator === 'has' || operator === 'is') takeFlag(query, `${operator}:${value.toLowerCase()}`)
  else if (operator === 'before' || operator === 'after') takeDay(query, operator, value)
  else return false
  return true
}

function takeFlag(query: Draft, flag: string): void {
  if (flag === 'has:attachment') query.hasAttachment = true
  else if (flag === 'is:unread') query.unread = true
  else if (flag === 'is:read') query.unread = false
  else if (flag === 'is:starred') query.starred = true
  else query.notUnderstood.push(flag)
}

function takeDay(query: Draft, operator: 'before' | 'after', value: string): void {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null
  if (day === null || Number.isNaN(day.getTime())) query.notUnderstood.push(`${operator}:${value}`)
  else query[operator] = day
}
