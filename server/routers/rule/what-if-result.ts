import { z } from 'zod'
import { idsIn } from '../../../db/queries/execution-get'
import { namesOf, type Ref } from '../../../db/queries/refs'
import type { DryRun } from '../../../rules/dry-run'
import type { Address } from '../../../rules/facts'
import type { Prediction } from '../../../rules/prediction'
import type { Difference } from '../../../rules/what-if'
import type { Found } from '../../../rules/what-if-tally'
import { workspaceProcedure } from '../../trpc'
import { rehearse, type Rehearsed } from '../../what-if/rehearse'

const SHOWN = ['matched', 'gained', 'lost', 'changed'] as const

const INPUT = z.object({
  id: z.uuid(),
  /** Mails the version would have matched, or those for which it differs from the live one. */
  show: z.enum(SHOWN).default('matched'),
  /** Where to go on: `next` of the page before. */
  from: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(100).default(50),
})

/** What one version would do with a mail, and whether it would then wait. */
export interface Course {
  readonly would: readonly Prediction[]
  readonly waits: boolean
}

export interface WhatIfMail {
  readonly messageId: string
  readonly threadId: string
  readonly subject: string
  readonly sender: Address | null
  readonly receivedAt: string | null
  readonly difference: Difference | null
  /** Another mail of the same conversation or time came earlier: the rule would have passed this one over. */
  readonly again: boolean
  /** Null: it would not match. */
  readonly after: Course | null
  /** Of the live version. Null: it would not match, or there is nothing to compare with. */
  readonly before: Course | null
}

export interface WhatIfPage {
  readonly mails: readonly WhatIfMail[]
  /** Null: there are no more so far. */
  readonly next: number | null
  /** Names for every id in what would be done. */
  readonly refs: Readonly<Record<string, Ref>>
}

/** The mails that were found, newest first, with what would become of each as things stand now. Mails deleted since are left out. */
export const whatIfResult = workspaceProcedure.input(INPUT).query(({ ctx, input }): Promise<WhatIfPage> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const { setting, tally } = ctx.services.whatIf.found(workspaceId, input.id)
    const page = pageOf(tally.found, input)
    const verdicts = new Map(page.found.map((found) => [found.messageRef, found]))
    const rehearsed = await rehearse(tx, setting, [...verdicts.keys()])
    const mails = rehearsed.flatMap((mail) => {
      const found = verdicts.get(mail.facts.messageRef)
      return found === undefined ? [] : [mailOf(mail, found)]
    })
    return { mails, next: page.next, refs: Object.fromEntries(await namesOf(tx, workspaceId, idsIn(mails.map(({ after, before }) => [after, before])))) }
  }),
)

function pageOf(all: readonly Found[], { show, from, limit }: z.infer<typeof INPUT>): { readonly found: readonly Found[]; readonly next: number | null } {
  const found: Found[] = []
  for (let at = from; at < all.length; at++) {
    const one = all[at]
    if (one === undefined || !(show === 'matched' ? one.matched : one.difference === show)) continue
    if (found.length === limit) return { found, next: at }
    found.push(one)
  }
  return { found, next: null }
}

function mailOf({ facts, after, before }: Rehearsed, { difference, again }: Found): WhatIfMail {
  const { messageRef, threadRef, subject, from, receivedAt } = facts
  return { messageId: messageRef, threadId: threadRef, subject, sender: from, receivedAt, difference, again, after: courseOf(after), before: courseOf(before) }
}

function courseOf(run: DryRun | null): Course | null {
  if (run === null) return null
  return { would: run.steps.flatMap(({ would = [] }) => would.map(({ prediction }) => prediction)), waits: run.verdict === 'waits' }
}
