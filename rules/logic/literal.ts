import type { ConditionTest } from '../condition-tree'
import { expectedOf } from '../expected'
import { fieldKey, fieldOf } from '../fields'
import type { FieldId } from '../fields'
import { fold } from '../fold'
import type { OperatorId } from '../operators'

/** One test that holds or does not, said without “not”: `is not` is `is` that does not hold. Sign and all, it says the same as the test. */
export interface Literal {
  /** What is asked, with its name: tests of the same key read the same operand. */
  readonly key: string
  readonly field: FieldId
  readonly operator: OperatorId
  /** As mails have it, see `expectedOf`. */
  readonly expected: readonly string[]
  readonly holds: boolean
}

/** The operator that a negative one denies. */
const DENIES: Readonly<Partial<Record<OperatorId, OperatorId>>> = {
  notContains: 'contains', notContainsWord: 'containsWord', isNot: 'is', isNotOneOf: 'is', notStartsWith: 'startsWith', notEndsWith: 'endsWith', notInList: 'inList', notContainsWordOf: 'containsWordOf',
  notMatches: 'matches', domainIsNot: 'domainIs', notEquals: 'equals', notBetween: 'between', notOnDay: 'onDay', notBetweenTimes: 'betweenTimes', notExists: 'exists', isFalse: 'isTrue',
}

/** A test as a positive literal: `holds` is false where the operator or the group around it (`sign`) denies it. */
export function literalOf(test: ConditionTest, sign: boolean): Literal {
  const { field, header, operator } = test
  const denied = DENIES[operator]
  const positive = denied ?? (operator === 'isOneOf' ? 'is' : operator)
  return told({ key: fieldKey(field, header), field, operator: positive, expected: expectedOf(test), holds: denied === undefined ? sign : !sign })
}

/** Two ways to ask the same are made one. */
function told(literal: Literal): Literal {
  if (literal.operator !== 'isTrue') return literal
  if (literal.field === 'hasAttachment') return { ...literal, key: 'attachmentCount', field: 'attachmentCount', operator: 'greaterThan', expected: ['0'] }
  if (literal.field === 'isAutomatic') return { ...literal, key: 'mailClass', field: 'mailClass', operator: 'is', expected: ['person'], holds: !literal.holds }
  return literal
}

/** What follows from a literal about other fields. */
export function consequencesOf(literal: Literal): readonly Literal[] {
  if (!literal.holds) return []
  const about = (field: FieldId, operator: OperatorId, expected: readonly string[]): Literal => ({ key: field, field, operator, expected, holds: true })
  const domains = (addresses: readonly string[]) => addresses.map((address) => fold(address).slice(fold(address).lastIndexOf('@') + 1))
  const { field, operator, expected } = literal
  const domainField = field === 'from' ? 'fromDomain' : field === 'to' || field === 'toOnly' || field === 'cc' ? 'recipientDomain' : null
  const ofDomain =
    domainField === null ? []
    : operator === 'is' ? [about(domainField, 'is', domains(expected))]
    : operator === 'domainIs' ? [about(domainField, 'is', expected)]
    : operator === 'domainUnder' ? [about(domainField, 'domainUnder', expected)]
    : []
  const ofRecipients = field === 'toOnly' || field === 'cc' ? [{ ...literal, key: 'to', field: 'to' as const }] : []
  const ofAttachments = fieldOf(field).group === 'attachments' && field !== 'attachmentCount' ? [about('attachmentCount', 'greaterThan', ['0'])] : []
  return [...ofDomain, ...ofRecipients, ...ofAttachments]
}

/** Fields that hold at most one value. */
const SINGLE: readonly FieldId[] = [
  'from', 'fromName', 'fromDomain', 'envelopeFrom', 'recipientCount', 'subject', 'text', 'language', 'size', 'attachmentCount', 'mailClass', 'mailbox', 'threadMessageCount', 'threadLastInboundAt',
  'threadLastOutboundAt', 'recordType', 'recordStage', 'recordNumber', 'recordTitle', 'recordAssignee', 'recordField', 'receivedAt', 'sentAt', 'receivedWeekday', 'receivedTime', 'now', 'nowWeekday', 'nowTime', 'value',
]
/** Fields of those that are never absent. */
const TOTAL: readonly FieldId[] = ['recipientCount', 'size', 'attachmentCount', 'mailClass', 'threadMessageCount', 'now', 'nowWeekday', 'nowTime']

/** Whether a message has at most one value of this field. */
export function isSingle(field: FieldId): boolean {
  return SINGLE.includes(field)
}

/** Whether every message has a value of this field. */
export function isTotal(field: FieldId): boolean {
  return TOTAL.includes(field)
}

/** What a mail says the same of however often it is asked: nothing a rule, a person or the clock does changes it. */
export function isLasting({ field }: Pick<Literal, 'field'>): boolean {
  const { group } = fieldOf(field)
  return (['sender', 'recipients', 'content', 'attachments', 'kind'].includes(group) && field !== 'contactKnown' && field !== 'alias') || ['receivedAt', 'sentAt', 'receivedWeekday', 'receivedTime'].includes(field)
}
