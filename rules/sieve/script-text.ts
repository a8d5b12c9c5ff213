/** How Sieve writes texts down (RFC 5228 2.4). */

/** A script's demands while it is written: extensions in the order of the alphabet, and what is said of its steps. */
export interface Demands {
  need(extension: string): void
  /** What is not quite the same; the phrases are `exchange.sieve.<code>`. */
  changed(code: string): void
  /** Whether `${name}` stands for a value in this script (RFC 5229). */
  readonly hasVariables: boolean
}

export function quoted(text: string, demands: Pick<Demands, 'hasVariables'>): string {
  return `"${guarded(text, demands).replace(/["\\]/g, '\\$&')}"`
}

export function quotedList(texts: readonly string[], demands: Pick<Demands, 'hasVariables'>): string {
  const [first, second] = texts
  if (first !== undefined && second === undefined) return quoted(first, demands)
  return `[${texts.map((text) => quoted(text, demands)).join(', ')}]`
}

/** A text of several lines; one that begins with a dot is written with two. */
export function multiline(text: string, demands: Pick<Demands, 'hasVariables'>): string {
  if (!text.includes('\n')) return quoted(text, demands)
  const lines = guarded(text, demands).replace(/\r\n?/g, '\n').split('\n')
  return `text:\n${lines.map((line) => (line.startsWith('.') ? `.${line}` : line)).join('\n')}\n.\n`
}

/** A mail's or a person's `${name}` is no variable: the dollar sign is one that stands for itself. */
function guarded(text: string, { hasVariables }: Pick<Demands, 'hasVariables'>): string {
  return hasVariables ? text.replace(/\$\{/g, `${OWN_VARIABLES.dollar}{`).replaceAll('\u0000subject\u0000', OWN_VARIABLES.subject) : text
}

/** Variables that the beginning of a script sets. */
export const OWN_VARIABLES = { dollar: '${dollar}', subject: '${subject}' } as const
/** Stands for the mail's subject until a text is written down. */
export const SUBJECT_MARK = '\u0000subject\u0000'

/** A text in which no character stands for others (RFC 5228 2.7.1). */
export function literalGlob(text: string): string {
  return text.replace(/[*?\\]/g, '\\$&')
}
