import { z } from 'zod'
import type { Tx } from '../../../db/client'
import { newId } from '../../../db/schema/columns'
import { MAX_RULES, type RulesFile } from '../../../rules/exchange/file'
import type { FittedReference } from '../../../rules/exchange/fit'
import type { ReportLine } from '../../../rules/exchange/format'
import { placed } from '../../../rules/exchange/place'
import { graphWith } from '../../../rules/exchange/strings'
import { toEnglish } from '../../../rules/sentence'
import { Failure } from '../../../mail/failure'
import type { Actor } from '../../actor'
import { invalid } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { insertCalendar } from '../calendar/insert'
import { insertWordList } from '../word-list/insert'
import { WORD_LIST_FIELDS } from '../word-list/schema'
import { EXCHANGED, exchanged } from './fitted'
import { insertRule, type NewRule } from './insert'
import { RULE_NAME } from './schema'

const INPUT = z.object({
  ...EXCHANGED,
  /** Which rules, by their place in the file, and what each is to be called; left out: all, under names that are free. */
  rules: z.array(z.object({ index: z.int().min(0).max(MAX_RULES), name: RULE_NAME })).min(1).max(MAX_RULES).optional(),
})

export interface ImportedRules {
  readonly made: readonly (NewRule & { readonly accountId: string })[]
  readonly report: readonly ReportLine[]
}

/**
 * Reads a text of rules and keeps them as drafts: nothing becomes live. Drawings without places are laid out. What stands for nothing here stays as the file says it and is named by the compiler, as are
 * steps of unknown kinds. All rules come in, or none. `invalid.file` where the text cannot be read.
 */
export const importRules = writeProcedure.input(INPUT).mutation(({ ctx, input }): Promise<ImportedRules> =>
  ctx.db(async (tx) => {
    const { read, report } = await exchanged(tx, ctx.actor, input)
    if (read === null) throw unreadable(report)
    const { file, fitted } = read
    const wanted = input.rules ?? fitted.rules.map(({ freeName }, index) => ({ index, name: freeName }))
    const ids = new Map(wanted.map(({ index }) => [index, newId()]))
    const made = await making(tx, ctx.actor, file, fitted.references)
    for (const [index, { ref }] of file.rules.entries()) if (ref !== undefined && ids.has(index)) made.set(ref, ids.get(index) ?? '')
    const rules: ImportedRules['made'][number][] = []
    for (const { index, name } of wanted) {
      const rule = fitted.rules[index]
      if (rule === undefined) throw invalid('invalid.rules', 'The file has no such rule.')
      if (rule.accountId === null) throw invalid('invalid.account', `Say which account “${rule.name}” is for.`)
      const inserted = await insertRule(tx, ctx.actor, { id: ids.get(index), accountId: rule.accountId, name, draft: placed(graphWith(rule.graph, made)) })
      rules.push({ ...inserted, accountId: rule.accountId })
    }
    return { made: rules, report }
  }),
)

/** Makes the word lists and working hours that were chosen to be made, and says the id of each by its ref. */
async function making(tx: Tx, actor: Actor, file: RulesFile, references: readonly FittedReference[]): Promise<Map<string, string>> {
  const refs = new Set(references.flatMap(({ ref, how }) => (how === 'made' ? [ref] : [])))
  const ids = new Map<string, string>()
  for (const { ref, name, entries } of file.references.lists) if (refs.has(ref) && entries !== undefined) ids.set(ref, (await insertWordList(tx, actor, { name: name.slice(0, 100), entries: WORD_LIST_FIELDS.entries.parse(entries) })).id)
  for (const { ref, name, timeZone, hours } of file.references.calendars) {
    if (refs.has(ref) && timeZone !== undefined && hours !== undefined) ids.set(ref, (await insertCalendar(tx, actor, { name: name.slice(0, 100), timeZone, hours })).id)
  }
  return ids
}

function unreadable(report: readonly ReportLine[]): Failure {
  const [first] = report.filter(({ severity }) => severity === 'error')
  const place = [first?.line === null || first?.line === undefined ? '' : `line ${first.line}`, first?.path ?? ''].filter((part) => part !== '').join(', ')
  return new Failure('invalid.file', { retry: 'no', publicMessage: `The file cannot be read. ${place === '' ? '' : `${place}: `}${first === undefined ? '' : toEnglish(first.says)}` })
}
