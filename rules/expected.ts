import { addressInAscii, inAscii } from './ascii-domain'
import { fieldOf, type FieldId } from './fields'
import { operatorOf, type OperatorId } from './operators'

interface Asked {
  readonly field: FieldId
  readonly operator: OperatorId
  readonly values: readonly string[]
}

/** What a test compares with, as it was written, blanks left out. */
export function writtenIn({ operator, values }: Asked): readonly string[] {
  return operatorOf(operator).expects === 'nothing' ? [] : values.filter((value) => value.trim() !== '')
}

/**
 * What a test compares with, as mails have it: domains in ASCII. A part of an address without an @ can belong to the local part or be a label of the domain, so
 * it is looked for both ways.
 */
export function expectedOf(test: Asked): readonly string[] {
  const written = writtenIn(test)
  const { kind } = fieldOf(test.field)
  if (operatorOf(test.operator).expects !== 'values' || (kind !== 'address' && kind !== 'domain')) return written
  if (kind === 'domain' || test.operator.startsWith('domain')) return written.map(inAscii)
  return [...new Set(written.flatMap((value) => (value.includes('@') ? [addressInAscii(value)] : [value, inAscii(value)])))]
}
