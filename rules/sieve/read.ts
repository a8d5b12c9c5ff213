import { MAX_CHARACTERS, MAX_RULES, rulesFile } from '../exchange/file'
import type { FileRule } from '../exchange/file'
import type { ReadRules } from '../exchange/format'
import { remark } from '../exchange/format'
import { Drawing, TooManySteps } from './drawing'
import { EXTENSIONS } from './extensions'
import { allStatements, flowOf, mindsFlags, usesCommand } from './flow'
import { Folders } from './folders'
import { parseSieve } from './parse'
import { placesOf, Reading } from './reading'
import { Report } from './report'
import { SieveError } from './syntax'
import type { Statement } from './syntax'

const MAX_STATEMENTS = 2_000

/** A script as rules: one for each of its parts where they have nothing to do with one another, else one for all of it. Never throws. */
export function readSieve(script: string): ReadRules {
  if (script.length > MAX_CHARACTERS) return refused('tooLongScript', { limit: String(MAX_CHARACTERS) })
  try {
    return readParsed(parseSieve(script))
  } catch (error) {
    if (error instanceof TooManySteps) return refused('tooManySteps')
    if (!(error instanceof SieveError)) throw error
    return { file: null, report: [remark('error', `sieve.${error.code}`, { found: error.found }, error.at)] }
  }
}

function readParsed(statements: readonly Statement[]): ReadRules {
  const all = allStatements(statements)
  if (all.length > MAX_STATEMENTS) return refused('tooManySteps')
  const report = new Report()
  const folders = new Folders()
  const extensions = reportRequired(all, report)
  const parts = partsOf(statements)
  const rules: FileRule[] = []
  for (const [index, part] of parts.entries()) {
    const drawing = new Drawing()
    report.about(rules.length)
    const start = drawing.add({ type: 'mail.arrived', config: {} })
    const isLast = index === parts.length - 1
    const reading = new Reading(part, { drawing, report, folders, flow: flowOf(part), stopsLater: !isLast, named: parts.length === 1 }, extensions.has('variables'))
    drawing.connect(start, 'next', reading.draw())
    reportUnreached(part, report)
    const graph = drawing.graph()
    if (graph.edges.length > 0) rules.push({ name: nameOf(part, parts.length === 1), graph })
  }
  if (rules.length === 0) return { file: null, report: [...report.inOrder(), remark('error', 'sieve.nothing')] }
  // A rule is of more than its trigger: what was left out alone belongs to none.
  const said = report.inOrder().map((line) => (line.rule !== undefined && line.rule >= rules.length ? { ...line, rule: undefined } : line))
  return { file: rulesFile(rules, { mailboxes: [...folders.all()], tags: tagsIn(rules) }), report: said }
}

function reportRequired(all: readonly Statement[], report: Report): ReadonlySet<string> {
  const named = new Set<string>()
  for (const statement of all) {
    if (statement.kind !== 'plain' || statement.name !== 'require') continue
    const names = statement.arguments.flatMap((argument) => (argument.kind === 'strings' ? argument.values : [])).map((name) => name.toLowerCase())
    for (const name of names) named.add(name)
    const strange = names.filter((name) => !EXTENSIONS.has(name))
    if (strange.length === 0) report.remark(statement.at, 'taken', 'required')
    else report.remark(statement.at, 'lost', 'strangeExtension', { names: strange.join(', ') })
  }
  return named
}

/**
 * The statements of each rule. Parts are apart where none after them depends on what they did: a way that goes on has neither put the mail anywhere nor remembered
 * anything, what it threw away nothing after it keeps, and whatever stops does so before it acts.
 */
function partsOf(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const meant = statements.filter((one) => !(one.kind === 'plain' && one.name === 'require'))
  const parts: Statement[][] = []
  for (const statement of meant) {
    const last = parts.at(-1)
    if (statement.kind === 'plain' && last !== undefined && last.every(({ kind }) => kind === 'plain')) last.push(statement)
    else parts.push([statement])
  }
  const whole = [meant]
  if (parts.length < 2 || parts.length > MAX_RULES || usesCommand(meant, 'set') || mindsFlags(meant)) return whole
  if (meant.some((one) => one.kind === 'plain' && one.name === 'stop')) return whole
  const isApart = parts.slice(0, -1).every((part, index) => {
    const { end, stopsLate } = flowOf(part)
    if (stopsLate) return false
    return end === null || !(end.isPlaced || (end.isDropped && usesCommand(parts.slice(index + 1).flat(), 'fileinto', 'keep')))
  })
  return isApart ? parts : whole
}

function reportUnreached(part: readonly Statement[], report: Report): void {
  for (const at of allStatements(part).flatMap(placesOf)) if (!report.speaksOf(at)) report.remark(at, 'lost', 'unreached')
}

const MAX_NAME = 120

/** As its comment calls it, else after the folder it files to. */
function nameOf(part: readonly Statement[], isWhole: boolean): string {
  const title = isWhole && part.length > 1 ? '' : part[0]?.title
  if (title !== undefined && title !== '') return title
  if (isWhole && part.length > 1) return 'Sieve'
  const folders = allStatements(part).flatMap((one) => (one.kind === 'plain' && (one.name === 'fileinto' || one.name === 'redirect') ? (one.arguments.at(-1) ?? []) : []))
  const named = folders.flatMap((argument) => (argument.kind === 'strings' ? argument.values : []))[0]?.trim() ?? ''
  return named === '' ? 'Sieve' : named.slice(0, MAX_NAME)
}

function tagsIn(rules: readonly FileRule[]): { readonly name: string }[] {
  const names = rules.flatMap(({ graph }) => graph.nodes.flatMap(({ type, config }) => (type === 'tag.add' && typeof config === 'object' && config !== null && 'tag' in config ? [String(config.tag)] : [])))
  return [...new Set(names)].map((name) => ({ name }))
}

function refused(code: string, values: Readonly<Record<string, string>> = {}): ReadRules {
  return { file: null, report: [remark('error', `sieve.${code}`, values)] }
}
