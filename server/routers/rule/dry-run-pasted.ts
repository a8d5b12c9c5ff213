import { z } from 'zod'
import { isCorrespondent } from '../../../db/queries/correspondents'
import { newId } from '../../../db/schema/columns'
import type { ContentFacts, MessageFacts } from '../../../rules/facts'
import { RuleGraph } from '../../../rules/graph'
import type { Services } from '../../services'
import { invalid } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { drawingOf, rehearsalOf, type RuleRehearsal } from './dry-run'

/** Characters. Below what a request may hold, its escapes counted. */
const MOST_CHARACTERS = 700_000

const INPUT = z.object({
  /** The rule whose draft is tried, unless `graph` gives another drawing. */
  ruleId: z.uuid().optional(),
  /** For a drawing that belongs to no rule yet. */
  accountId: z.uuid().optional(),
  graph: RuleGraph.optional(),
  /** The mail as it travels: header fields, an empty line, the text (RFC 5322). */
  eml: z.string().min(1).max(MOST_CHARACTERS),
  /** Port by which to leave each wait, by node id; without it the run ends there. */
  waitOutcomes: z.record(z.string().max(64), z.string().max(32)).default({}),
})

/** What the rule would do with the pasted mail, and what conditions saw of it. */
export interface PastedRehearsal extends RuleRehearsal {
  readonly facts: MessageFacts
}

/** Tries a drawing on a mail that is not in Postroom, as if it arrived now and began a conversation. The mail is read and forgotten. */
export const dryRunPasted = workspaceProcedure.input(INPUT).mutation(async ({ ctx, input }): Promise<PastedRehearsal> => {
  const begun = performance.now()
  const { workspaceId } = ctx.actor
  // Whose rule it is comes first: nobody has a mail read for a rule that is not theirs.
  await ctx.db((tx) => drawingOf(tx, workspaceId, input))
  const content = await contentOf(ctx.services, input.eml)
  return ctx.db(async (tx) => {
    const drawing = await drawingOf(tx, workspaceId, input)
    const { address, identities } = await accountOf(tx, workspaceId, drawing.accountId)
    const sender = content.from?.address.toLowerCase() ?? null
    const facts: MessageFacts = {
      ...content,
      messageRef: newId(),
      accountRef: drawing.accountId,
      ownAddresses: [address, ...identities].map((own) => own.toLowerCase()),
      threadRef: newId(),
      mailboxRef: null,
      mailboxName: null,
      flags: [],
      tags: [],
      threadMessageCount: 1,
      isReply: false,
      receivedAt: ctx.services.now().toISOString(),
      threadLastInboundAt: null,
      threadLastOutboundAt: null,
      isAnswered: false,
      contactKnown: sender !== null && (await isCorrespondent(tx, workspaceId, sender)),
      record: null,
    }
    return { ...(await rehearsalOf(tx, { workspaceId, now: ctx.services.now(), drawing, facts, waitOutcomes: input.waitOutcomes, begun })), facts }
  })
})

async function contentOf({ readMail }: Services, eml: string): Promise<ContentFacts> {
  const { content, quarantineReason } = await readMail(Buffer.from(eml))
  if (quarantineReason !== null) throw invalid('invalid.eml', `This mail cannot be read safely: ${quarantineReason}.`)
  if (Object.keys(content.headers).length === 0) throw invalid('invalid.eml', 'This is not a whole mail: it has no header fields. Copy the source of the mail, not only its text.')
  return content
}
