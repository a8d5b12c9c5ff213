import { z } from 'zod'
import { FIELD_IDS, fieldKey, fieldOf, operandsOf } from './fields'
import type { Operands } from './fields'
import { fold } from './fold'
import { keep } from './kept'
import type { MessageFacts } from './facts'
import type { Compared } from './node-type'
import { OPERATOR_IDS, operatorOf } from './operators'
import type { ProblemCode } from './problem'

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
    /** Name of the header, for the field `header` only; else empty. */
    header: z.string().max(100).default(''),
    operator: z.enum(OPERATOR_IDS),
    values: z.array(z.string().max(500)).max(100).default([]),
  })
  .superRefine((test, context) => {
    const operator = operatorOf(test.operator)
    const problem = (field: string, message: ProblemCode) => context.addIssue({ code: 'custom', path: [field], message })
    if (!operator.accepts.includes(fieldOf(test.field).kind)) problem('operator', 'operatorDoesNotFit')
    if (test.field === 'header' && !HEADER_NAME.test(test.header)) problem('header', 'needsHeaderName')
    if (operator.expects === 'values' && !test.values.some((value) => value.trim() !== '')) problem('values', 'needsValue')
  })

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
}

export function evaluate(tree: ConditionGroup, facts: MessageFacts): Evaluation {
  return prepareConditions(tree)(facts)
}

/** `evaluate` with the tree's part of the work done once. Stops at the first test that settles a group. */
export function prepareConditions(tree: ConditionGroup): (facts: MessageFacts) => Evaluation {
  const blank: Compared[] = []
  const decide = prepareItem(tree, [], blank)
  return (facts) => {
    const because = blank.slice()
    return { verdict: decide(operandsOf(facts), because), because }
  }
}

type Decide = (operands: Operands, because: Compared[]) => boolean

function prepareItem(item: ConditionItem, path: readonly number[], blank: Compared[]): Decide {
  return item.kind === 'group' ? prepareGroup(item, path, blank) : prepareTest(item, path, blank)
}

function prepareGroup(group: ConditionGroup, path: readonly number[], blank: Compared[]): Decide {
  const at = blank.length
  blank.push({ path, kind: 'group', mode: group.mode, actual: null, verdict: null })
  const items = group.items.map((item, index) => prepareItem(item, [...path, index], blank))
  const settles = group.mode !== 'all'
  const answers = {
    true: { path, kind: 'group', mode: group.mode, actual: null, verdict: true },
    false: { path, kind: 'group', mode: group.mode, actual: null, verdict: false },
  } as const
  return (operands, because) => {
    let settled = false
    for (const decide of items) {
      if (decide(operands, because) !== settles) continue
      settled = true
      break
    }
    const verdict = group.mode === 'any' ? settled : !settled
    because[at] = verdict ? answers.true : answers.false
    return verdict
  }
}

function prepareTest(test: ConditionTest, path: readonly number[], blank: Compared[]): Decide {
  const at = blank.length
  const operator = operatorOf(test.operator)
  const wanted = operator.expects === 'values' ? test.values.filter((value) => value.trim() !== '') : []
  const expected = wanted.map(fold)
  const field = fieldKey(test.field, test.header)
  blank.push({ path, kind: 'test', field, operator: test.operator, expected: wanted, actual: null, verdict: null })
  return (operands, because) => {
    const operand = operands(field, test.field, test.header)
    const { holds, mark } = operator.test(operand, expected)
    const kept = mark === undefined || operand.kept.isWhole ? operand.kept : keep(operand.values, mark)
    const compared = { path, kind: 'test', field, operator: test.operator, expected: wanted, actual: kept.values, verdict: holds } as const
    because[at] = mark === undefined ? compared : { path, kind: 'test', field, operator: test.operator, expected: wanted, actual: kept.values, mark: kept.mark ?? mark, verdict: holds }
    return holds
  }
}
