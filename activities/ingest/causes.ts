import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { send } from '../../db/send'
import { HOP_FIELD, hopOf } from '../../mail/compose'
import type { ContentFacts } from '../../rules/facts'
import type { IngestMail } from './batch'
import { storableJson } from './storable'

/** How far what an execution causes may set off others (semantics 21). */
export const HOP_LIMIT = 3

/** The execution that a mail comes from: it was sent by it and has now arrived at an account of ours. */
export interface Cause {
  /** Null when it came from another installation, which said so in its header. */
  readonly executionId: string | null
  readonly ruleIds: readonly string[]
  /** Hop of what this mail sets off. */
  readonly hop: number
}

/** A mail of ours, known by its Message-ID. */
export interface OwnMail {
  readonly outgoingMessageId: string
  readonly accountId: string
  readonly automatic: boolean
  readonly executionId: string | null
  readonly cause: Cause | null
}

const Rows = z.array(
  z.object({ header: z.string(), id: z.string(), account: z.string(), automatic: z.boolean(), execution: z.string().nullable(), rule: z.string().nullable(), hop: z.number() }),
)

/** Which mails of the batch we sent ourselves, by Message-ID. Only mail that arrives or lies in a mailbox of sent mail is asked about. */
export async function ownMails(tx: Tx, workspaceId: string, mails: readonly IngestMail[]): Promise<ReadonlyMap<string, OwnMail>> {
  const headers = mails.flatMap(({ parsed, arrival, direction }) => ((arrival || direction === 'out') && parsed.content.messageId !== null ? [parsed.content.messageId] : []))
  if (headers.length === 0) return new Map()
  const rows = Rows.parse(
    await send(tx, sql`
      select o.message_id_header as header, o.id, o.account_id as account, o.automatic, o.execution_id as execution, e.rule_id as rule, o.hop
      from outgoing_message o left join execution e on e.id = o.execution_id
      where o.account_id in (select id from account where workspace_id = ${workspaceId}) and o.message_id_header in (select jsonb_array_elements_text(${storableJson(headers)}::jsonb))`),
  )
  return new Map(
    rows.map(({ header, id, account, automatic, execution, rule, hop }) => [
      header,
      {
        outgoingMessageId: id, accountId: account, automatic, executionId: execution,
        cause: execution === null ? null : { executionId: execution, ruleIds: rule === null ? [] : [rule], hop: hop + 1 },
      },
    ]),
  )
}

/** What an execution causes is one hop further than itself (semantics 21). Null: there is no such execution. */
export async function causeOfExecution(tx: Tx, executionId: string): Promise<Cause | null> {
  const [row] = await tx.execute(sql`select rule_id as rule, hop from execution where id = ${executionId}::uuid`)
  return row === undefined ? null : { executionId, ruleIds: [String(row.rule)], hop: Number(row.hop) + 1 }
}

/** What set a mail in motion: the execution of ours that sent it, or the hop count another installation wrote into it. Null for ordinary mail. */
export function causeOf(mail: IngestMail, own: OwnMail | null): Cause | null {
  if (mail.direction === 'out') return null
  if (own?.cause) return own.cause
  const { headers } = mail.parsed.content
  return headers[HOP_FIELD.toLowerCase()] === undefined ? null : { executionId: null, ruleIds: [], hop: hopOf(headers) + 1 }
}

/** The same for a mail that is stored: what set it in motion. */
export async function causeOfMail(tx: Tx, workspaceId: string, { messageId, headers }: Pick<ContentFacts, 'messageId' | 'headers'>): Promise<Cause | null> {
  const [row] = messageId === null ? [] : await tx.execute(sql`select execution_id as id from outgoing_message where workspace_id = ${workspaceId} and message_id_header = ${messageId} and execution_id is not null limit 1`)
  if (row !== undefined) return causeOfExecution(tx, String(row.id))
  return headers[HOP_FIELD.toLowerCase()] === undefined ? null : { executionId: null, ruleIds: [], hop: hopOf(headers) + 1 }
}
