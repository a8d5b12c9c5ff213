import type { RuleFormat } from './format'
import { sieveFormat } from '../sieve/format'
import { jsonFormat } from './json'

/** The registry of formats, in the order they are offered. */
export const RULE_FORMATS = [jsonFormat, sieveFormat] as const satisfies readonly RuleFormat[]

export type FormatId = (typeof RULE_FORMATS)[number]['id']

export function formatOf(id: FormatId): RuleFormat {
  return RULE_FORMATS.find((format) => format.id === id) ?? jsonFormat
}
