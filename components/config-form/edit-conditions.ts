import { FIELD_IDS, fieldOf, type FieldId } from '../../rules/fields'
import { OPERATOR_IDS, operatorOf, operatorsFor, type OperatorId } from '../../rules/operators'

/** Conditions while they are being written: any shape that the form can draw, finished or not. Pure; a path of indexes names a place in the tree. */
export interface DraftTest {
  readonly kind: 'test'
  readonly field: FieldId
  readonly header: string
  readonly operator: OperatorId
  readonly values: readonly string[]
}
export interface DraftGroup {
  readonly kind: 'group'
  readonly mode: 'all' | 'any' | 'none'
  readonly items: readonly DraftItem[]
}
export type DraftItem = DraftTest | DraftGroup
export type Path = readonly number[]

export const emptyTest: DraftTest = { kind: 'test', field: 'subject', header: '', operator: 'contains', values: [] }
export const emptyGroup: DraftGroup = { kind: 'group', mode: 'all', items: [] }

/** Whatever is stored, as a tree that can be drawn; what cannot be read is left out. */
export function readDraft(stored: unknown): DraftGroup {
  const item = itemOf(stored)
  return item?.kind === 'group' ? item : emptyGroup
}

export function replaceAt(root: DraftGroup, path: Path, change: (item: DraftItem) => DraftItem | null): DraftGroup {
  const next = within(root, path, change)
  return next?.kind === 'group' ? next : root
}

export function addTo(root: DraftGroup, path: Path, item: DraftItem): DraftGroup {
  return replaceAt(root, path, (group) => (group.kind === 'group' ? { ...group, items: [...group.items, item] } : group))
}

/** Puts the item one place up or down among its neighbours. */
export function shift(root: DraftGroup, path: Path, by: -1 | 1): DraftGroup {
  const index = path.at(-1) ?? 0
  return replaceAt(root, path.slice(0, -1), (group) => {
    const [item, other] = group.kind === 'group' ? [group.items[index], group.items[index + by]] : []
    if (group.kind !== 'group' || item === undefined || other === undefined) return group
    return { ...group, items: group.items.map((one, at) => (at === index ? other : at === index + by ? item : one)) }
  })
}

/** Another field, with an operator that fits it: the same one where it does. */
export function withField(test: DraftTest, field: FieldId): DraftTest {
  const fitting = operatorsFor(fieldOf(field).kind)
  const operator = fitting.includes(test.operator) ? test.operator : (fitting[0] ?? 'contains')
  return withOperator({ ...test, field, header: fieldOf(field).names === fieldOf(test.field).names ? test.header : '', values: sameValues(test.field, field) ? test.values : [] }, operator)
}

export function withOperator(test: DraftTest, operator: OperatorId): DraftTest {
  return { ...test, operator, values: operatorOf(operator).expects === operatorOf(test.operator).expects ? test.values : [] }
}

/** Whether what was written for one field can stand for another: choices and sizes are a field's own. */
function sameValues(one: FieldId, other: FieldId): boolean {
  const [a, b] = [fieldOf(one), fieldOf(other)]
  return a.choices === b.choices && a.choicesFrom === b.choicesFrom && a.unit === b.unit
}

/** ALL and ANY side by side mean the same as one, NONE its opposite: a group of the same mode may hand its items up. */
export function unwrap(root: DraftGroup, path: Path): DraftGroup {
  const index = path.at(-1) ?? 0
  return replaceAt(root, path.slice(0, -1), (group) => {
    const inner = group.kind === 'group' ? group.items[index] : undefined
    if (group.kind !== 'group' || inner?.kind !== 'group') return group
    return { ...group, items: [...group.items.slice(0, index), ...inner.items, ...group.items.slice(index + 1)] }
  })
}

function within(item: DraftItem, path: Path, change: (item: DraftItem) => DraftItem | null): DraftItem | null {
  const [first, ...rest] = path
  if (first === undefined) return change(item)
  if (item.kind !== 'group') return item
  return { ...item, items: item.items.flatMap((one, index) => (index === first ? (within(one, rest, change) ?? []) : [one])) }
}

function itemOf(stored: unknown): DraftItem | null {
  if (!isObject(stored)) return null
  if (stored['kind'] === 'group') {
    const items = Array.isArray(stored['items']) ? stored['items'].flatMap((item: unknown) => itemOf(item) ?? []) : []
    return { kind: 'group', mode: stored['mode'] === 'any' || stored['mode'] === 'none' ? stored['mode'] : 'all', items }
  }
  const field = FIELD_IDS.find((id) => id === stored['field'])
  const operator = OPERATOR_IDS.find((id) => id === stored['operator'])
  if (stored['kind'] !== 'test' || field === undefined || operator === undefined) return null
  const values = Array.isArray(stored['values']) ? stored['values'].filter((value: unknown) => typeof value === 'string') : []
  return { kind: 'test', field, operator, header: typeof stored['header'] === 'string' ? stored['header'] : '', values }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
