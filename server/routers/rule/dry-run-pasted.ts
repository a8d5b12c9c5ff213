import { z } from 'zod'
import { isCorrespondent } from '../../../db/queries/correspondents'
import { newId } from '../../../db/schema/columns'
import type { ContentFacts, MessageFacts } from '../../../rules/facts'
import { RuleGraph } from '../../../rules/graph'
import { Failure } from '../../../mail/failure'
import type { QuarantineReason } from '../../../mail/parsed-message'
import type { Services } from '../../services'
import { invalid } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { VERSION_CHOICE } from './choice'
import { drawingOf, rehearsalOf, type RuleRehearsal } from './dry-run'

/** What a mail to be tried may weigh; one in base64 is a third longer on its way. */
export const MOST_BYTES = 1024 * 1024
const MOST_CHARACTERS = Math.ceil(MOST_BYTES / 3) * 4

const INPUT = z.object({
  /** The rule whose draft is tried, unless `graph` gives another drawing. */
  ruleId: z.uuid().optional(),
  /** For a drawing that belongs to no rule yet. */
  accountId: z.uuid().optional(),
  graph: RuleGraph.optional(),
  /** Tries what is live, or a published version by its id, instead of the draft. */
  version: VERSION_CHOICE.optional(),
  /** The mail as it travels: header fields, an empty line, the text (RFC 5322). At most 1 MB. */
  eml: z.string().min(1).max(MOST_CHARACTERS),
  /** `base64` for the bytes of a file, which need not be text that JSON can hold. */
  encoding: z.enum(['text', 'base64']).default('text'),
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
  const raw = bytesOf(input)
  // Whose rule it is comes first: nobody has a mail read for a rule that is not theirs.
  await ctx.db((tx) => drawingOf(tx, workspaceId, input))
  const content = await contentOf(ctx.services, raw)
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

function bytesOf({ eml, encoding }: { readonly eml: string; readonly encoding: 'text' | 'base64' }): Buffer {
  const raw = encoding === 'base64' ? Buffer.from(eml, 'base64') : Buffer.from(eml)
  if (raw.length > MOST_BYTES) throw new Failure('too large', { retry: 'no', publicMessage: 'This mail is larger than 1 MB. Leave out its attachments and try again.' })
  return raw
}

async function contentOf({ readMail }: Services, raw: Buffer): Promise<ContentFacts> {
  const { content, quarantineReason } = await readMail(raw)
  if (quarantineReason !== null) throw invalid(`invalid.eml.${REFUSALS[quarantineReason] ?? 'unsafe'}`, `This mail cannot be read safely: ${quarantineReason}.`)
  // A body alone has no header fields, and a file of another kind none that a mail has.
  if (!MARKS_OF_A_MAIL.some((name) => Object.hasOwn(content.headers, name))) throw invalid('invalid.eml.noMail', 'This is not a whole mail: it has no header fields such as From or Date. Copy the source of the mail, not only its text.')
  return content
}

/** One of these is in every mail that ever travelled (RFC 5322 3.6). */
const MARKS_OF_A_MAIL = ['from', 'date', 'subject', 'message-id', 'received', 'to', 'return-path', 'mime-version']

/** Refusals that are said in words of their own; the others are “unsafe”. */
const REFUSALS: { readonly [R in QuarantineReason]?: string } = { 'nested too deep': 'tooDeep', 'html nested too deep': 'tooDeep', 'took too long': 'tookTooLong', 'reader crashed': 'tookTooLong', 'too many parts': 'tooMany', 'too many headers': 'tooMany', 'header too large': 'tooMany', 'too many encoded words': 'tooMany' }
