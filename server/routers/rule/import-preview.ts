import { z } from 'zod'
import { referencesOf, type Choices } from '../../../rules/check-references'
import { compile } from '../../../rules/compile'
import type { FittedReference, FittedRule } from '../../../rules/exchange/fit'
import type { ReportLine } from '../../../rules/exchange/format'
import type { ReferenceKind } from '../../../rules/exchange/named'
import type { Problem } from '../../../rules/problem'
import { workspaceProcedure } from '../../trpc'
import { EXCHANGED, exchanged } from './fitted'
import type { Surroundings } from './here'

/** A rule as it would come in. */
export interface ComingRule extends FittedRule {
  /** What stands between it and being published. */
  readonly problems: readonly Problem[]
}

/** What an import would bring. Nothing was written. */
export interface ImportPreview {
  readonly report: readonly ReportLine[]
  /** False: the text cannot be read, and `report` says why. */
  readonly isReadable: boolean
  readonly rules: readonly ComingRule[]
  readonly references: readonly FittedReference[]
  /** What may be chosen for a reference, by its kind; mailboxes and rules say whose they are. */
  readonly choices: Readonly<Record<ReferenceKind, readonly { readonly id: string; readonly name: string; readonly accountId?: string }[]>>
  /** Names that will be made when a rule first uses them. */
  readonly newNames: { readonly tags: readonly string[]; readonly channels: readonly string[] }
}

/** Reads a text of rules and says, for each thing they refer to, what it is here, or that nothing is. A POST, because texts are too long for an address. */
export const importPreview = workspaceProcedure.input(z.object(EXCHANGED)).mutation(({ ctx, input }): Promise<ImportPreview> =>
  ctx.db(async (tx) => {
    const { read, report, around } = await exchanged(tx, ctx.actor, input)
    const choices = choicesIn(around)
    if (read === null) return { report, isReadable: false, rules: [], references: [], choices, newNames: { tags: [], channels: [] } }
    const { rules, references, newNames } = read.fitted
    const known = withMade(around.references, references)
    return { report, isReadable: true, rules: rules.map((rule) => ({ ...rule, problems: problemsOf(rule, known) })), references, choices, newNames }
  }),
)

function problemsOf({ accountId, graph }: FittedRule, known: Choices): readonly Problem[] {
  const compiled = compile(graph, referencesOf(accountId ?? '', known))
  return 'plan' in compiled ? compiled.warnings : compiled.problems
}

/** What will be made is there as far as the rules are concerned. */
function withMade(known: Choices, references: readonly FittedReference[]): Choices {
  const made = (kind: ReferenceKind) => references.flatMap((one) => (one.kind === kind && one.how === 'made' ? [{ id: one.ref, name: one.name }] : []))
  return { ...known, lists: [...known.lists, ...made('list')], calendars: [...known.calendars, ...made('calendar')] }
}

function choicesIn({ here }: Surroundings): ImportPreview['choices'] {
  const named = (list: readonly { readonly id: string; readonly name: string }[]) => list.map(({ id, name }) => ({ id, name }))
  return {
    account: named(here.accounts),
    mailbox: here.mailboxes.map(({ id, path, accountId }) => ({ id, name: path, accountId })),
    user: named(here.users),
    calendar: named(here.calendars),
    list: named(here.lists),
    hook: named(here.hooks),
    endpoint: named(here.endpoints),
    rule: here.rules.flatMap(({ id, name, accountId, isPublished }) => (isPublished ? [{ id, name, accountId }] : [])),
  }
}
