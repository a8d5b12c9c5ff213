import type { RulesFile } from '../exchange/file'
import type { ReportLine, WrittenRules } from '../exchange/format'
import { readConfig } from '../node-config'
import type { Sentence } from '../node-type'
import { nodeType } from '../nodes/index'
import { toEnglish } from '../sentence'
import type { Names } from '../sentence'
import { named, namesOf } from './names'
import { print } from './code'
import type { Code } from './code'
import { phrase } from './report'
import { OWN_VARIABLES, quoted } from './script-text'
import { remembersSubject } from './write-action'
import { RuleWriter, TooTangled } from './write-rule'

/** Rules as one script, each under its name, in their order; what Sieve has no words for is a comment, and a remark about its step. */
export function writeSieve({ rules, references }: RulesFile): WrittenRules {
  const extensions = new Set<string>()
  const remarks: { readonly rule: number; readonly node: string; readonly severity: ReportLine['severity']; readonly code: string }[] = []
  const paths = new Map(references.mailboxes.map(({ ref, path }) => [ref, path]))
  const names = namesOf(references)
  const hasVariables = rules.some(({ graph }) => graph.nodes.some((node) => node.type === 'mail.autoReply' && remembersSubject(node.config)))
  const lines: string[] = []
  const lineOf = new Map<string, number>()
  const moving: number[] = []
  for (const [rule, { name, graph }] of rules.entries()) {
    const tell = (node: string, severity: ReportLine['severity'], code: string) => {
      if (!remarks.some((one) => one.rule === rule && one.node === node && one.code === code)) remarks.push({ rule, node, severity, code })
    }
    const start = graph.nodes[0]?.id ?? ''
    const isMoving = graph.nodes.some(({ type }) => type === 'mailbox.move' || type === 'message.archive' || type === 'message.spam')
    if (isMoving && moving.length > 0) tell(start, 'changed', 'severalMove')
    if (isMoving && !graph.nodes.some(({ type }) => type === 'rules.stop')) moving.push(rule)
    const code = codeOf(() => new RuleWriter({ graph, isLast: rule === rules.length - 1, hasVariables, need: (extension) => extensions.add(extension), pathOf: (ref) => paths.get(ref) ?? null, tell, english: (sentence) => toEnglish(sentence, names) }).code(), () => tell(start, 'lost', 'tooTangled'))
    const printed = print(code)
    lines.push('', `# rule:[${name.replace(/[\]\r\n]/g, ' ')}]`)
    for (const [node, line] of printed.lineOf) lineOf.set(`${rule} ${node}`, lines.length + line)
    lines.push(...printed.lines)
  }
  const head = headOf(extensions, lines.some((line) => line.includes(OWN_VARIABLES.subject) || line.includes(OWN_VARIABLES.dollar)))
  const report = remarks.map(({ rule, node, severity, code }): ReportLine => {
    const line = lineOf.get(`${rule} ${node}`)
    return { line: line === undefined ? null : head.length + line + 1, rule, node, severity, says: saysOf(code, sentenceOf(rules[rule]?.graph.nodes.find(({ id }) => id === node), names)) }
  })
  return { text: `${[...head, ...lines].join('\r\n').replace(/^(?:\r\n)+/, '').replace(/\r\n{2,}/g, '\r\n')}\r\n`, report: withoutSaid(report) }
}

function codeOf(write: () => readonly Code[], tangled: () => void): readonly Code[] {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof TooTangled)) throw error
    tangled()
    return []
  }
}

function headOf(extensions: ReadonlySet<string>, hasVariables: boolean): readonly string[] {
  const required = [...extensions, ...(hasVariables ? ['variables'] : [])].toSorted().map((name) => quoted(name, { hasVariables: false }))
  const variables = hasVariables ? ['set "dollar" "$";', 'if header :matches "subject" "*" {', '  set "subject" "${1}";', '}'] : []
  return [...(required.length === 0 ? [] : [`require [${required.join(', ')}];`]), ...variables]
}

/** Of a step that is left out nothing else is worth saying. */
function withoutSaid(report: readonly ReportLine[]): readonly ReportLine[] {
  return report.filter(({ rule, node, severity }) => severity === 'lost' || !report.some((other) => other.rule === rule && other.node === node && other.severity === 'lost'))
}

function sentenceOf(node: RulesFile['rules'][number]['graph']['nodes'][number] | undefined, names: Names): Sentence {
  const type = node === undefined ? null : nodeType(node.type)
  if (node === undefined || type === null) return [{ phrase: 'exchange.sieve.step', values: { name: { text: node?.type ?? '' } } }]
  const read = readConfig(type, node)
  return 'config' in read ? named(type.sentence(read.config), names) : [{ phrase: `node.${node.type}.label` }]
}

function saysOf(code: string, step: Sentence): Sentence {
  const [said] = phrase(`write.${code}`)
  return said === undefined || 'list' in said ? [] : [{ ...said, values: { step: { sentence: step } } }]
}
