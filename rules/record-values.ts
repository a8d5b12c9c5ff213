import { z } from 'zod'
import { cut } from './cut'
import type { ProblemCode } from './problem'
import { parseTemplate, templateField, type TemplateVariables } from './template'

/** What rules may write into a record beside its title. */

const MAX_FIELDS = 20
const MAX_FIELD_VALUE = 1_000

/** Names that mean a part of the record itself, wherever fields are named. */
const TAKEN = ['title', 'stage', 'assignee', 'contact']

/** Fields by name, each filled from a text with placeholders. A text may be empty: the field is then cleared. */
export const FieldMapping = z
  .array(z.object({ name: z.string().trim().min(1, 'needsFieldName' satisfies ProblemCode).max(64), text: z.union([z.literal(''), templateField(2_000)]) }))
  .max(MAX_FIELDS)
  .refine((fields) => fields.every(({ name }, index) => !TAKEN.includes(name.toLowerCase()) && fields.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) === index), 'needsFieldName' satisfies ProblemCode)
export type FieldMapping = z.infer<typeof FieldMapping>

/** @throws TemplateError */
export function filledFields(mapping: FieldMapping, variables: TemplateVariables): Readonly<Record<string, string>> {
  return Object.fromEntries(mapping.map(({ name, text }) => [name, text === '' ? '' : cut(parseTemplate(text).toText(variables).trim(), 0, MAX_FIELD_VALUE)]))
}

/** Fields after a change: what was set stands, what was cleared is gone. */
export function withFields(fields: Readonly<Record<string, string>>, change: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries({ ...fields, ...change }).filter(([, value]) => value !== ''))
}
