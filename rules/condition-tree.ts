import { z } from 'zod'
import { askedField, FIELD_IDS, fieldKey, fieldOf, operandsOf } from './fields'
import type { AskedField, Field, NamedThing, Operands } from './fields'
import { expectedOf, writtenIn } from './expected'
import { keep } from './kept'
import type { MessageFacts } from './facts'
import type { Moment } from './moment'
import type { Compared, Reference } from './node-type'
import { expectationProblem } from './expectation'
import { OPERATOR_IDS, operatorOf } from './operators'
import type { Operand, Operator, Test, TestResult } from './operators'
import { parsePattern, patternProblem } from './pattern'
import type { ProblemCode } from './problem'
import { isValueName } from './value-name'

/** Conditions as trees of ALL / ANY / NONE groups over tests, five groups deep at most (semantics 2). */

export const MAX_DEPTH = 5

export type ConditionTest = Readonly<Omit<z.infer<typeof ConditionTest>, 'values'>> & { readonly values: readonly string[] }
export interface ConditionGroup {
  readonly kind: 'group'
  readonly mode: 'all' | 'any' | 'none'
  readonly items: readonly ConditionItem[]
}
export type ConditionItem = ConditionTest | ConditionGroup

// RFC 5322 2.2: printable US-ASCII without the colon.
const HEADER_NAME = /^[!-9;-~]+$/

export const ConditionTest = z
  .object({
    kind: z.literal('test'),
    field: z.enum(FIELD_IDS),
    /** The name of what is asked, for fields that need one (see `NamedThing`); else empty. Called after the first of them. */
    header: z.string().max(100).default(''),
    operator: z.enum(OPERATOR_IDS),
    /** What to compare with, in the form the operator expects. */
    values: z.array(z.string().max(500)).max(100).default([]),
  })
  .superRefine((test, context) => {
    const field = fieldOf(test.field)
    const operator = operatorOf(test.operator)
    const problem = (path: string, message: ProblemCode) => context.addIssue({ code: 'custom', path: [path], message })
    const named = field.names === undefined ? null : NAME_PROBLEMS[field.names](test.header)
    if (!operator.accepts.includes(field.kind)) problem('operator', 'operatorDoesNotFit')
    if (named !== null) problem('header', named)
    const wrong = expectationProblem(operator.expects, test.values) ?? unknownChoice(field, operator, test.values) ?? (operator.expects === 'patterns' ? brokenPattern(test.values) : null)
    if (wrong !== null) problem('values', wrong)
  })

const NAME_PROBLEMS: Readonly<Record<NamedThing, (name: string) => ProblemCode | null>> = {
  header: (name) => (HEADER_NAME.test(name) ? null : 'needsHeaderName'),
  keyword: (name) => (/^[^\s\\(){%*"\]]+$/.test(name) ? null : 'needsName'),
  recordField: (name) => (name.trim() === '' ? 'needsName' : null),
  value: (name) => (isValueName(name) ? null : 'valueNameBroken'),
  calendar: (ref) => (ref === '' ? 'needsCalendar' : null),
}

function unknownChoice({ choices }: Field, { expects }: Operator, values: readonly string[]): ProblemCode | null {
  return choices !== undefined && expects === 'values' && !values.every((value) => Object.hasOwn(choices, value)) ? 'invalid' : null
}

function brokenPattern(values: readonly string[]): ProblemCode | null {
  return values.filter((value) => value.trim() !== '').map(patternProblem).find((code) => code !== null) ?? null
}

const groupOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ kind: z.literal('group'), mode: z.enum(['all', 'any', 'none']), items: z.array(item).min(1, 'needsCondition' satisfies ProblemCode).max(50) })
const orGroup = <Group extends z.core.$ZodTypeDiscriminable>(group: Group) => z.discriminatedUnion('kind', [ConditionTest, group])

const Depth1 = groupOf(ConditionTest)
const Depth2 = groupOf(orGroup(Depth1))
const Depth3 = groupOf(orGroup(Depth2))
const Depth4 = groupOf(orGroup(Depth3))

/** A root group with at most `MAX_DEPTH` levels of groups: a deeper one does not parse. */
export const ConditionTree: z.ZodType<ConditionGroup> = groupOf(orGroup(Depth4))

export interface Evaluation {
  readonly verdict: boolean
  /** The whole tree in reading order. What the verdict did not need is listed with `actual` and `verdict` null. */
  readonly because: readonly Compared[]
  /** What the names in patterns found, of the tests that held; absent when nothing was captured. */
  readonly captures?: Readonly<Record<string, string>>
}

/** Asks one message once. For many messages prepare the tree first. */
export function evaluate(tree: ConditionGroup, facts: MessageFacts, moment: Moment): Evaluation {
  return prepareConditions(tree)(facts, moment)
}

/** `evaluate` with the tree's part of the work done once. Stops at the first test that settles a group. */
export function prepareConditions(tree: ConditionGroup): (facts: MessageFacts, moment: Moment) => Evaluation {
  const [only, ...others] = tree.items
  if (only?.kind === 'test' && others.length === 0) return prepareOnlyTest(tree, only)
  const { blank, ask } = prepareTree(tree, [], 0)
  return (facts, moment) => {
    const asked: Asked = { operands: operandsOf(facts), moment, because: blank.slice(), captures: null }
    const verdict = ask(asked)
    return asked.captures === null ? { verdict, because: asked.because } : { verdict, because: asked.because, captures: asked.captures }
  }
}

/** One mail being asked: what is compared is written into `because`, what is captured into `captures`. */
export interface Asked {
  readonly operands: Operands
  readonly moment: Moment
  readonly because: Compared[]
  captures: Readonly<Record<string, string>> | null
}

/** A tree ready to be asked. `blank` is what it looks like before, to be put into `because` from the offset on; its places begin with `path`. */
export function prepareTree(tree: ConditionGroup, path: readonly number[], offset: number): { readonly blank: readonly Compared[]; ask(asked: Asked): boolean } {
  const blank: Compared[] = []
  return { blank, ask: prepareItem(tree, path, blank, offset) }
}

/** Every test of a tree with its place in the stored config: `items.0.items.2`. */
export function testsOf(tree: ConditionGroup, at = ''): readonly { readonly test: ConditionTest; readonly at: string }[] {
  return tree.items.flatMap((item, index) => {
    const place = `${at}${at === '' ? '' : '.'}items.${index}`
    return item.kind === 'group' ? testsOf(item, place) : [{ test: item, at: place }]
  })
}

/** Every tree of conditions anywhere in a config. */
export function treesIn(config: unknown): readonly ConditionGroup[] {
  if (typeof config !== 'object' || config === null) return []
  const tree = 'kind' in config && config.kind === 'group' ? ConditionTree.safeParse(config) : null
  return tree?.success === true ? [tree.data] : Object.values(config).flatMap(treesIn)
}

/** A group and every group within it. */
export function groupsIn(group: ConditionGroup): readonly ConditionGroup[] {
  return [group, ...group.items.flatMap((item) => (item.kind === 'group' ? groupsIn(item) : []))]
}

/** The word lists, calendars and members a tree refers to; `field` is the tree's place in its config. */
export function referencesOf(tree: ConditionGroup, field: string): readonly Reference[] {
  return testsOf(tree, field).flatMap(({ test, at }): readonly Reference[] => {
    const { names, choicesFrom } = fieldOf(test.field)
    const { expects } = operatorOf(test.operator)
    const calendar: readonly Reference[] = names === 'calendar' ? [{ kind: 'calendar', id: test.header, field: `${at}.header` }] : []
    const kind = expects === 'lists' ? 'list' : choicesFrom === 'users' && expects === 'values' ? 'user' : null
    return kind === null ? calendar : [...calendar, ...test.values.map((id): Reference => ({ kind, id, field: `${at}.values` }))]
  })
}

/** Names that a tree captures when it holds: certainly, or only where other tests decide. */
export function capturesOf(tree: ConditionGroup): readonly { readonly name: string; readonly isCertain: boolean }[] {
  const found = new Map<string, boolean>()
  const visit = (group: ConditionGroup, isCertain: boolean) => {
    for (const item of group.items) {
      if (item.kind === 'group') visit(item, isCertain && item.mode === 'all')
      else if (item.operator === 'matches') {
        const patterns = item.values.flatMap((source) => parsePattern(source) ?? [])
        for (const name of new Set(patterns.flatMap(({ names }) => names))) {
          const always = isCertain && patterns.every(({ names }) => names.includes(name))
          found.set(name, always || found.get(name) === true)
        }
      }
    }
  }
  visit(tree, tree.mode === 'all')
  return [...found].map(([name, isCertain]) => ({ name, isCertain }))
}

type Ask = (asked: Asked) => boolean

function prepareItem(item: ConditionItem, path: readonly number[], blank: Compared[], offset: number): Ask {
  return item.kind === 'group' ? prepareGroup(item, path, blank, offset) : prepareTest(item, path, blank, offset)
}

function prepareGroup(group: ConditionGroup, path: readonly number[], blank: Compared[], offset: number): Ask {
  const at = offset + blank.length
  blank.push({ path, kind: 'group', mode: group.mode, actual: null, verdict: null })
  const items = group.items.map((item, index) => prepareItem(item, [...path, index], blank, offset))
  const settles = group.mode !== 'all'
  const answers = answersOf(group, path)
  return (asked) => {
    let settled = false
    for (let index = 0; index < items.length && !settled; index++) settled = items[index]?.(asked) === settles
    const verdict = group.mode === 'any' ? settled : !settled
    asked.because[at] = verdict ? answers.true : answers.false
    return verdict
  }
}

function answersOf({ mode }: ConditionGroup, path: readonly number[]): Readonly<Record<'true' | 'false', Compared>> {
  return { true: { path, kind: 'group', mode, actual: null, verdict: true }, false: { path, kind: 'group', mode, actual: null, verdict: false } }
}

function prepareTest(test: ConditionTest, path: readonly number[], blank: Compared[], offset: number): Ask {
  const at = offset + blank.length
  const { asked: field, answer, told } = readTest(test, path)
  blank.push(told(null, null))
  return (asked) => {
    const operand = asked.operands(field, asked.moment)
    const result = answer(operand, asked.moment)
    if (result.captures !== undefined) asked.captures = { ...asked.captures, ...result.captures }
    asked.because[at] = told(operand, result)
    return result.holds
  }
}

/** Most trees are one test, and every mail is asked: no tree is gone through for them. */
function prepareOnlyTest(tree: ConditionGroup, test: ConditionTest): (facts: MessageFacts, moment: Moment) => Evaluation {
  const { asked, answer, told } = readTest(test, [0])
  const answers = answersOf(tree, [])
  const isReversed = tree.mode === 'none'
  return (facts, moment) => {
    const operand = operandsOf(facts)(asked, moment)
    const result = answer(operand, moment)
    const verdict = result.holds !== isReversed
    const because = [verdict ? answers.true : answers.false, told(operand, result)]
    return result.captures === undefined ? { verdict, because } : { verdict, because, captures: result.captures }
  }
}

interface ReadTest {
  readonly asked: AskedField
  readonly answer: Test
  /** What is written down of the answer; without one, of a test that nobody asked. */
  told(operand: Operand | null, result: TestResult | null): Compared
}

function readTest(test: ConditionTest, path: readonly number[]): ReadTest {
  const operator = operatorOf(test.operator)
  const expected = writtenIn(test)
  const field = fieldKey(test.field, test.header)
  return {
    asked: askedField(test.field, test.header),
    answer: operator.prepare(expectedOf(test)),
    told(operand, result) {
      if (operand === null || result === null) return { path, kind: 'test', field, operator: test.operator, expected, actual: null, verdict: null }
      const { holds, mark } = result
      if (mark === undefined) return { path, kind: 'test', field, operator: test.operator, expected, actual: operand.kept.values, verdict: holds }
      const kept = operand.kept.isWhole ? operand.kept : keep(operand.values, mark)
      return { path, kind: 'test', field, operator: test.operator, expected, actual: kept.values, mark: kept.mark ?? mark, verdict: holds }
    },
  }
}
