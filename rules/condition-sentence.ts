import type { ConditionGroup, ConditionItem } from './condition-tree'
import { FIELDS, fieldOf } from './fields'
import type { FieldId } from './fields'
import type { Compared, Sentence, SentenceValue } from './node-type'
import { OPERATORS } from './operators'
import type { OperatorId } from './operators'

/** “the subject contains “invoice” and the sender’s domain is “example.com””. */
export function sentenceOfConditions(tree: ConditionGroup): Sentence {
  const list = sentenceOfItems(tree)
  return tree.mode === 'none' ? [{ phrase: 'condition.none', values: { list: { sentence: list } } }] : list
}

/** One stored comparison, said as its condition; fields and operators of a newer version are named as they are stored. */
export function sentenceOfCompared(compared: Compared): Sentence {
  const [id = '', header = ''] = (compared.field ?? '').split(/:(.*)/s)
  const operator = compared.operator ?? ''
  if (isFieldId(id) && isOperatorId(operator)) return sentenceOfTest(id, header, operator, compared.expected ?? [])
  return [{ phrase: 'condition.unknown', values: { field: { text: id }, operator: { text: operator } } }]
}

function sentenceOfItems(group: ConditionGroup): Sentence {
  return [{ list: group.items.map(sentenceOfItem), join: group.mode === 'all' ? 'and' : 'or' }]
}

function sentenceOfItem(item: ConditionItem): Sentence {
  if (item.kind === 'test') return sentenceOfTest(item.field, item.header, item.operator, item.values)
  const phrase = item.mode === 'none' ? 'condition.noneInside' : 'condition.group'
  return [{ phrase, values: { list: { sentence: sentenceOfItems(item) } } }]
}

function sentenceOfTest(id: FieldId, header: string, operator: OperatorId, values: readonly string[]): Sentence {
  if (operator === 'isTrue' || operator === 'isFalse') {
    const isWrongField = fieldOf(id).sentenceWhenFalse === undefined
    return [{ phrase: operator === 'isTrue' || isWrongField ? `condition.field.${id}` : `condition.unless.${id}` }]
  }
  const field: SentenceValue = { sentence: [{ phrase: `condition.field.${id}`, values: { header: { texts: [header], join: 'or' } } }] }
  return [{ phrase: `condition.operator.${operator}`, values: { field, values: { texts: values, join: 'or' } } }]
}

function isFieldId(id: string): id is FieldId {
  return Object.hasOwn(FIELDS, id)
}

function isOperatorId(id: string): id is OperatorId {
  return Object.hasOwn(OPERATORS, id)
}
