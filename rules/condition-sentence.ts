import type { ConditionGroup, ConditionItem } from './condition-tree'
import { FIELDS, fieldOf } from './fields'
import type { FieldId } from './fields'
import { daysFromToday } from './moment'
import type { Compared, Sentence, SentenceValue } from './node-type'
import { OPERATORS, operatorOf } from './operators'
import type { OperatorId } from './operators'

/** “the subject contains “invoice” and the sender’s domain is “example.com””. */
export function sentenceOfConditions(tree: ConditionGroup): Sentence {
  const plain = withoutNone(tree)
  if (plain !== null) return sentenceOfItems(plain)
  const list = sentenceOfItems(tree)
  return tree.mode === 'none' ? [{ phrase: 'condition.none', values: { list: { sentence: list } } }] : list
}

/** One stored comparison, said as its condition; fields and operators of a newer version are named as they are stored. */
export function sentenceOfCompared(compared: Compared): Sentence {
  const { id, name, operator } = readCompared(compared)
  if (id !== null && operator !== null) return sentenceOfTest(id, name, operator, compared.expected ?? [])
  const field = (compared.field ?? '').split(':')[0] ?? ''
  return [{ phrase: 'condition.unknown', values: { field: { text: field }, operator: { text: compared.operator ?? '' } } }]
}

/** What a stored comparison expected, as its sentence says it; null where nothing was. */
export function expectedOf(compared: Compared): SentenceValue | null {
  const { id, operator } = readCompared(compared)
  const expected = compared.expected ?? []
  if (expected.length === 0) return null
  return id === null || operator === null ? { texts: expected, join: 'or' } : valuesOf(id, operator, expected)
}

/** What a field is asked of by name, as people know it: a calendar's own name, a header's. Null for fields that need none. */
export function nameOf(id: FieldId, name: string): SentenceValue | null {
  const { names } = fieldOf(id)
  if (names === undefined) return null
  return names === 'calendar' ? { ref: 'calendar', id: name } : { texts: [name], join: 'or' }
}

function readCompared({ field, operator = '' }: Compared): { readonly id: FieldId | null; readonly name: string; readonly operator: OperatorId | null } {
  const [id = '', name = ''] = (field ?? '').split(/:(.*)/s)
  return { id: isFieldId(id) ? id : null, name, operator: isOperatorId(operator) ? operator : null }
}

function sentenceOfItems(group: ConditionGroup): Sentence {
  // NONE of some flags inside ALL needs no brackets: each says itself that it is not so.
  const items = group.mode === 'all' ? group.items.flatMap((item) => (item.kind === 'group' ? (withoutNone(item)?.items ?? [item]) : [item])) : group.items
  return [{ list: items.map(sentenceOfItem), join: group.mode === 'all' ? 'and' : 'or' }]
}

/** NONE of flags as ALL of their opposites, as people say it; null for any other group. */
function withoutNone({ mode, items }: ConditionGroup): ConditionGroup | null {
  if (mode !== 'none') return null
  const turned = items.flatMap((item): readonly ConditionItem[] => {
    if (item.kind === 'group' || (item.operator !== 'isTrue' && item.operator !== 'isFalse')) return []
    return [{ ...item, operator: item.operator === 'isTrue' ? 'isFalse' : 'isTrue' }]
  })
  return turned.length === items.length ? { kind: 'group', mode: 'all', items: turned } : null
}

function sentenceOfItem(item: ConditionItem): Sentence {
  if (item.kind === 'test') return sentenceOfTest(item.field, item.header, item.operator, item.values)
  const plain = withoutNone(item)
  if (plain !== null) return plain.items.length === 1 ? sentenceOfItems(plain) : [{ phrase: 'condition.group', values: { list: { sentence: sentenceOfItems(plain) } } }]
  const phrase = item.mode === 'none' ? 'condition.noneInside' : 'condition.group'
  return [{ phrase, values: { list: { sentence: sentenceOfItems(item) } } }]
}

function sentenceOfTest(id: FieldId, name: string, operator: OperatorId, values: readonly string[]): Sentence {
  const named = nameOf(id, name)
  const about: Record<string, SentenceValue> = named === null ? {} : { name: named }
  if (operator === 'isTrue' || operator === 'isFalse') {
    const isWrongField = fieldOf(id).sentenceWhenFalse === undefined
    return [{ phrase: operator === 'isTrue' || isWrongField ? `condition.field.${id}` : `condition.unless.${id}`, values: about }]
  }
  const field: SentenceValue = { sentence: [{ phrase: `condition.field.${id}`, values: about }] }
  const expected = values.filter((value) => value.trim() !== '')
  return [{ phrase: `condition.operator.${operator}`, values: { field, values: valuesOf(id, operator, expected) } }]
}

/** What is compared with, in words that fit what it is: names for refs, sizes with their unit, days as people say them. */
function valuesOf(id: FieldId, operator: OperatorId, values: readonly string[]): SentenceValue {
  const { choices, choicesFrom, unit } = fieldOf(id)
  const number = (text: string): SentenceValue => (unit === 'bytes' ? { bytes: Number(text) } : { count: Number(text) })
  switch (operatorOf(operator).expects) {
    case 'values':
      if (choices !== undefined) return { sentence: [{ list: values.map((value) => (Object.hasOwn(choices, value) ? [{ phrase: `condition.choice.${id}.${value}` }] : saying({ text: value }))), join: 'or' }] }
      return choicesFrom === 'users' ? { refs: 'user', ids: values, join: 'or' } : { texts: values, join: 'or' }
    case 'patterns':
    case 'nothing':
      return { texts: values, join: 'or' }
    case 'lists':
      return { refs: 'list', ids: values, join: 'or' }
    case 'number':
      return number(values[0] ?? '')
    case 'range':
      return both(values.map(number))
    case 'day':
      return day(values[0] ?? '')
    case 'days':
      return both(values.map(day))
    case 'span':
      return { durationSeconds: Number(values[0] ?? 0) }
    case 'times':
      return both(values.map((wallTime) => ({ wallTime })))
  }
}

function day(text: string): SentenceValue {
  const away = daysFromToday(text)
  if (away === null) return text.includes('T') ? { wallTime: text } : { day: text }
  if (away === 0) return { sentence: [{ phrase: 'condition.day.today' }] }
  return { sentence: [{ phrase: away < 0 ? 'condition.day.ago' : 'condition.day.ahead', values: { count: { count: Math.abs(away) } } }] }
}

function both([from = { text: '' }, to = { text: '' }]: readonly SentenceValue[]): SentenceValue {
  return { sentence: [{ phrase: 'condition.both', values: { from, to } }] }
}

function saying(value: SentenceValue): Sentence {
  return [{ phrase: 'condition.value', values: { value } }]
}

function isFieldId(id: string): id is FieldId {
  return Object.hasOwn(FIELDS, id)
}

function isOperatorId(id: string): id is OperatorId {
  return Object.hasOwn(OPERATORS, id)
}
