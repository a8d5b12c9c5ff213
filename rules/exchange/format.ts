import type { Sentence } from '../node-type'
import type { RulesFile } from './file'

/**
 * This folder is rules that travel as text: between workspaces, into version control, to and from other mail programs. Every format is read into one document
 * (`file.ts`), which is then fitted to what exists where it arrives (`fit.ts`). To add a format: an object of this shape, a line in `formats.ts` and one in
 * components/rule-exchange/formats.ts. Pure: a text in, a document and a report out.
 */
export interface RuleFormat {
  readonly id: string
  /** Of the file, without the dot. */
  readonly extension: string
  readonly mediaType: string
  /** Whether one text can hold several rules. */
  readonly holdsMany: boolean
  /** Never throws, whatever the text is. */
  read(text: string): ReadRules
  write(file: RulesFile): WrittenRules
}

export interface ReadRules {
  /** Null: the text cannot be read, and `report` says where and why. */
  readonly file: RulesFile | null
  readonly report: readonly ReportLine[]
}

export interface WrittenRules {
  readonly text: string
  /** What the format cannot say. */
  readonly report: readonly ReportLine[]
}

/** One remark about a text: `error` keeps it from being read, `lost` was left out, `changed` means something slightly else now, `taken` means the same. */
export interface ReportLine {
  /** Line in the text, from 1; null: no one line. */
  readonly line: number | null
  readonly column?: number
  /** Place in a structured file, such as `rules[0].graph.nodes[2].id`. */
  readonly path?: string
  /** Which rule of the document it is about, and which of its steps. */
  readonly rule?: number
  readonly node?: string
  readonly severity: 'error' | 'lost' | 'changed' | 'taken'
  /** Its phrases are `exchange.…`, in English beside the format. */
  readonly says: Sentence
}

/** A remark in the words of one phrase, its placeholders plain texts. */
export function remark(severity: ReportLine['severity'], phrase: string, values: Readonly<Record<string, string>> = {}, place: Partial<Pick<ReportLine, 'line' | 'column' | 'path' | 'rule' | 'node'>> = {}): ReportLine {
  return { line: null, ...place, severity, says: [{ phrase: `exchange.${phrase}`, values: Object.fromEntries(Object.entries(values).map(([name, text]) => [name, { text }])) }] }
}
