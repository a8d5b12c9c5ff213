const TERM = /([A-Za-z]+):(?:"([^"]*)"|(\S+))|"[^"]*"|\S+/g
export const OPERATORS = ['from', 'to', 'subject', 'has', 'is', 'tag', 'in', 'rule', 'before', 'after'] as const
export type Operator = (typeof OPERATORS)[number]

/** An operator as typed, to be shown as a chip. */
export interface Term {
  readonly operator: Operator
  readonly value: string
  /** As it stands in the text. */
  readonly typed: string
}

/** The operators of a search, in the order typed. The server decides what they mean. */
export function termsOf(q: string): readonly Term[] {
  return [...q.matchAll(TERM)].flatMap(([typed, name, quoted, plain]) => {
    const operator = OPERATORS.find((known) => known === name?.toLowerCase())
    return operator === undefined ? [] : [{ operator, value: quoted ?? plain ?? '', typed }]
  })
}

/** What is searched for besides the operators. */
export function wordsOf(q: string): string {
  return termsOf(q).reduce((rest, term) => without(rest, term), q).trim()
}

/** The search without one of its terms. */
export function without(q: string, term: Term): string {
  return q.replace(term.typed, ' ').replace(/\s+/g, ' ').trim()
}

/** The search with a term more; values with spaces are quoted. A term that is there already is not added. */
export function withTerm(q: string, operator: Operator, value: string): string {
  const typed = `${operator}:${/\s/.test(value) ? `"${value}"` : value}`
  return termsOf(q).some((term) => term.typed === typed) ? q : `${q.trim()} ${typed}`.trim()
}
