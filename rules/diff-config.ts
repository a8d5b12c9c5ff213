import { sentenceOfConditions } from './condition-sentence'
import { ConditionTree } from './condition-tree'
import type { ConditionGroup, ConditionItem } from './condition-tree'
import { canonical } from './canonical'
import { formOf } from './form'
import type { FormField } from './form'
import type { GraphNode } from './graph'
import { readConfig } from './node-config'
import type { NodeType, Sentence, SentenceValue } from './node-type'

/** What differs in the settings of one step, field by field, in the words of its form. */

export interface FieldDifference {
  /** The form's field. */
  readonly field: string
  readonly says: Sentence
}

/** Differences between two states of a step of one type; configs of an older version are brought up to date first. `step`: how the step is called. */
export function configDifferences(type: NodeType, before: GraphNode, after: GraphNode, step: SentenceValue): readonly FieldDifference[] {
  const [old, now] = [configOf(type, before), configOf(type, after)]
  const found = formOf(type).flatMap((form): readonly FieldDifference[] => {
    const [was, is] = [old[form.name], now[form.name]]
    if (canonical(was) === canonical(is)) return []
    return sayings(form, step, was, is).map((says) => ({ field: form.name, says }))
  })
  const isUnsaid = found.length === 0 && canonical(old) !== canonical(now)
  return isUnsaid ? [{ field: '', says: [{ phrase: 'diff.unreadable', values: { step } }] }] : found
}

type Config = Readonly<Record<string, unknown>>

/** As it is read where it can be, else as it is stored: drafts are compared while they are unfinished. */
function configOf(type: NodeType, node: GraphNode): Config {
  const read = readConfig(type, node)
  return 'config' in read ? read.config : isRecord(node.config) ? node.config : {}
}

function sayings(form: FormField, step: SentenceValue, was: unknown, is: unknown): readonly Sentence[] {
  const trees = [ConditionTree.safeParse(was), ConditionTree.safeParse(is)] as const
  if (form.hint.control === 'conditions' && trees[0].success && trees[1].success) return conditionSayings(step, trees[0].data, trees[1].data)
  if (form.hint.control === 'branches') return branchSayings(step, waysIn(was), waysIn(is))
  const field: SentenceValue = { sentence: [{ phrase: `${form.phrase}.label` }] }
  return [[{ phrase: 'diff.field', values: { step, field, before: valueOf(form, was), after: valueOf(form, is) } }]]
}

/** Test by test where the tree keeps its shape, else as a whole. */
function conditionSayings(step: SentenceValue, was: ConditionGroup, is: ConditionGroup): readonly Sentence[] {
  const removed = was.items.filter((item) => !has(is.items, item))
  const added = is.items.filter((item) => !has(was.items, item))
  const isReordered = removed.length === 0 && added.length === 0
  const wholly: Sentence = [{ phrase: 'diff.asksInstead', values: { step, before: { sentence: sentenceOfConditions(was) }, after: { sentence: sentenceOfConditions(is) } } }]
  if (was.mode !== is.mode || isReordered) return [wholly]
  const said = (item: ConditionItem): SentenceValue => ({ sentence: sentenceOfConditions({ kind: 'group', mode: 'all', items: [item] }) })
  const [gone, come] = [removed[0], added[0]]
  if (gone !== undefined && come !== undefined) {
    const isOneForOne = removed.length === 1 && added.length === 1
    return isOneForOne ? [[{ phrase: 'diff.asksInstead', values: { step, before: said(gone), after: said(come) } }]] : [wholly]
  }
  return [
    ...removed.map((item): Sentence => [{ phrase: 'diff.asksNoMore', values: { step, condition: said(item) } }]),
    ...added.map((item): Sentence => [{ phrase: 'diff.asksAlso', values: { step, condition: said(item) } }]),
  ]
}

function has(items: readonly ConditionItem[], wanted: ConditionItem): boolean {
  return items.some((item) => canonical(item) === canonical(wanted))
}

interface Way {
  readonly id: string
  readonly name: string
  readonly conditions: unknown
}

function branchSayings(step: SentenceValue, was: readonly Way[], is: readonly Way[]): readonly Sentence[] {
  const said = (conditions: unknown): SentenceValue => {
    const tree = ConditionTree.safeParse(conditions)
    return { sentence: tree.success ? sentenceOfConditions(tree.data) : [{ phrase: 'diff.unset' }] }
  }
  const removed = was.filter(({ id }) => !is.some((way) => way.id === id)).map(({ name }): Sentence => [{ phrase: 'diff.wayRemoved', values: { step, way: { text: name } } }])
  const others = is.flatMap((way): readonly Sentence[] => {
    const old = was.find(({ id }) => id === way.id)
    if (old === undefined) return [[{ phrase: 'diff.wayAdded', values: { step, way: { text: way.name }, condition: said(way.conditions) } }]]
    const renamed: readonly Sentence[] = old.name === way.name ? [] : [[{ phrase: 'diff.wayRenamed', values: { step, before: { text: old.name }, after: { text: way.name } } }]]
    const isSame = canonical(old.conditions) === canonical(way.conditions)
    return isSame ? renamed : [...renamed, [{ phrase: 'diff.wayChanged', values: { step, way: { text: way.name }, before: said(old.conditions), after: said(way.conditions) } }]]
  })
  const common = (ways: readonly Way[], there: readonly Way[]) => ways.map(({ id }) => id).filter((id) => there.some((way) => way.id === id)).join()
  const reordered: readonly Sentence[] = common(was, is) === common(is, was) ? [] : [[{ phrase: 'diff.waysReordered', values: { step } }]]
  return [...removed, ...others, ...reordered]
}

function waysIn(stored: unknown): readonly Way[] {
  if (!Array.isArray(stored)) return []
  return stored.filter(isRecord).map(({ id, name, conditions }) => ({ id: String(id), name: String(name), conditions }))
}

const REFS = { mailbox: 'mailbox', user: 'user', calendar: 'calendar', hook: 'hook', channel: 'channel', endpoint: 'endpoint', tag: 'tag' } as const

/** A field's value as its form would show it. */
function valueOf({ hint, phrase }: FormField, value: unknown): SentenceValue {
  if (value === undefined || value === null || value === '') return saying('diff.unset')
  const isRef = (control: string): control is keyof typeof REFS => Object.hasOwn(REFS, control)
  if (isRef(hint.control)) return { ref: REFS[hint.control], id: String(value) }
  if (typeof value === 'boolean') return saying(value ? 'diff.on' : 'diff.off')
  if (Array.isArray(value)) return value.length === 0 ? saying('diff.nothing') : hint.control === 'users' ? { refs: 'user', ids: value.map(String), join: 'and' } : { texts: value.map(textOf), join: 'and' }
  if (typeof value === 'number') return hint.control === 'duration' ? { durationSeconds: value } : { count: value }
  if (hint.choices !== undefined && Object.hasOwn(hint.choices, String(value))) return saying(`${phrase}.choice.${String(value)}`)
  if (hint.control === 'dateTime' || hint.control === 'time') return { wallTime: String(value) }
  return { texts: [textOf(value)], join: 'and' }
}

function saying(phrase: string): SentenceValue {
  return { sentence: [{ phrase }] }
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? canonical(value) : String(value)
}

function isRecord(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
