import { ZodError } from 'zod'
import { GraphNode } from '../graph'
import { FILE_VERSION, MAX_CHARACTERS, RulesFile } from './file'
import type { ReadRules, ReportLine, RuleFormat } from './format'
import { remark } from './format'
import { depthOf, lineOf, placeOf } from './json-places'
import { isProblemCode } from '../problem'
import { migrated, versionOf } from './migrate'
import { printJson } from './print-json'

/** Deeper than any drawing needs: conditions take about twenty. */
const MAX_NESTING = 64
const MAX_REMARKS = 50

/** Everything a rule is, to be read again here, elsewhere or by a later version. */
export const jsonFormat = {
  id: 'json',
  extension: 'json',
  mediaType: 'application/json',
  holdsMany: true,
  read: readJson,
  write: (file) => ({ text: printFile(file), report: [] }),
} as const satisfies RuleFormat

/** The document of a text, or what is wrong with it, each with its place. */
function readJson(text: string): ReadRules {
  if (text.length > MAX_CHARACTERS) return refused(remark('error', 'json.tooLong', { limit: String(MAX_CHARACTERS) }))
  if (depthOf(text) > MAX_NESTING) return refused(remark('error', 'json.tooDeep'))
  const parsed = parseJson(text)
  if ('error' in parsed) return refused(parsed.error)
  const version = versionOf(parsed.value)
  if (version === null) return refused(remark('error', 'json.notRules', {}, { line: 1 }))
  if (version > FILE_VERSION) return refused(remark('error', 'json.newer', { version: String(version) }, { line: lineOf(text, ['version']), path: 'version' }))
  try {
    const file = RulesFile.parse(migrated(parsed.value, version))
    return { file, report: version < FILE_VERSION ? [remark('changed', 'json.migrated')] : [] }
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    return { file: null, report: error.issues.slice(0, MAX_REMARKS).map((issue) => wrongPlace(issue, text, parsed.value)) }
  }
}

/** The document as a text, without what would be the same unsaid. */
function printFile({ format, version, rules, references }: RulesFile): string {
  const named = Object.entries(references).filter(([, list]) => list.length > 0)
  const drawn = rules.map(({ graph, ...rule }) => ({ ...rule, graph: { ...graph, nodes: graph.nodes.map(withoutDefaults) } }))
  return printJson({ format, version, rules: drawn, ...(named.length === 0 ? {} : { references: Object.fromEntries(named) }) })
}

function withoutDefaults(node: GraphNode): object {
  const plain: Readonly<Record<string, unknown>> = GraphNode.parse({ id: node.id, type: node.type, config: {} })
  const kept = ['id', 'type', 'config']
  return Object.fromEntries(Object.entries(node).filter(([key, value]) => kept.includes(key) || JSON.stringify(value) !== JSON.stringify(plain[key])))
}

function refused(line: ReportLine): ReadRules {
  return { file: null, report: [line] }
}

function parseJson(text: string): { readonly value: unknown } | { readonly error: ReportLine } {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    return { value }
  } catch (error) {
    const said = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined
    return { error: remark('error', 'json.notJson', {}, placeOf(text, said === undefined ? text.trimEnd().length : Number(said))) }
  }
}

type Issue = ZodError['issues'][number]

function wrongPlace(issue: Issue, text: string, document: unknown): ReportLine {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
  const said = isProblemCode(issue.message) ? { ...remark('error', ''), says: [{ phrase: `problem.${issue.message}` }] } : remark('error', ...phraseOf(issue, valueAt(document, issue.path)))
  return { ...said, line: lineOf(text, path), path: pathText(path) }
}

function phraseOf(issue: Issue, value: unknown): readonly [phrase: string, values: Readonly<Record<string, string>>] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return ['json.unknownKey', { keys: issue.keys.join(', ') }]
    case 'invalid_type':
      return value === undefined ? ['json.missing', {}] : ['json.wrongKind', { expected: issue.expected }]
    case 'invalid_value':
      return ['json.notOneOf', { values: issue.values.map(String).join(', ') }]
    case 'too_small':
      return ['json.tooLittle', { limit: String(issue.minimum) }]
    case 'too_big':
      return ['json.tooMuch', { limit: String(issue.maximum) }]
    default:
      return ['json.notAllowed', { message: issue.message }]
  }
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((at: unknown, key) => (typeof at === 'object' && at !== null ? Object.entries(at).find(([name]) => name === String(key))?.[1] : undefined), document)
}

/** `rules[0].graph.nodes[2].id` */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('')
}
