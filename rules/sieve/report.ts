import type { ReportLine } from '../exchange/format'
import type { Sentence } from '../node-type'
import type { Place } from './syntax'

type Severity = ReportLine['severity']

/** What became of each line of a script. The same is said once, however often a line was come by. */
export class Report {
  private readonly lines = new Map<string, ReportLine>()
  private rule: number | undefined

  /** Of which rule the next remarks are; undefined: of none. */
  about(rule: number | undefined): void {
    this.rule = rule
  }

  say(at: Place, severity: Severity, says: Sentence): void {
    const key = JSON.stringify([at.line, at.column, severity, says])
    if (!this.lines.has(key)) this.lines.set(key, { line: at.line, column: at.column, ...(this.rule === undefined ? {} : { rule: this.rule }), severity, says })
  }

  /** A remark in the words of `exchange.sieve.<code>`. */
  remark(at: Place, severity: Severity, code: string, values: Readonly<Record<string, string>> = {}): void {
    this.say(at, severity, phrase(code, values))
  }

  speaksOf({ line, column }: Place): boolean {
    return [...this.lines.values()].some((said) => said.line === line && said.column === column)
  }

  /** In the order of the script, what matters most first within a line. */
  inOrder(): readonly ReportLine[] {
    const place = ({ line, column = 0 }: ReportLine) => (line ?? 0) * 100_000 + column
    return [...this.lines.values()].toSorted((a, b) => place(a) - place(b) || WEIGHT[a.severity] - WEIGHT[b.severity])
  }
}

export function phrase(code: string, values: Readonly<Record<string, string>> = {}): Sentence {
  return [{ phrase: `exchange.sieve.${code}`, values: Object.fromEntries(Object.entries(values).map(([name, text]) => [name, { text }])) }]
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, lost: 1, changed: 2, taken: 3 }
