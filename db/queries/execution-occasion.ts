import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Occasion } from '../../rules/node-type'
import type { Tx } from '../client'

/** What an execution keeps of its beginning. */
export interface Beginning {
  readonly trigger: string
  readonly triggerData: Readonly<Record<string, string>>
  readonly recordId: string | null
  readonly messageId: string | null
}

/** What set an execution off, as triggers are asked about it. Null where somebody or another rule ran it, whatever sets it off otherwise. */
export async function occasionOf(tx: Tx, workspaceId: string, { trigger, triggerData, recordId, messageId }: Beginning): Promise<Occasion | null> {
  switch (trigger) {
    case 'mail arrived':
    case 'schedule':
    case 'no reply':
      return { type: trigger }
    case 'mail sent':
      return { type: 'mail sent', by: triggerData['by'] === 'rule' ? 'rule' : 'hand', subject: triggerData['sentMessageId'] === messageId ? 'sent' : 'answered' }
    case 'record':
      return recordOccasion(tx, workspaceId, triggerData, recordId)
    case 'hook':
      return hookOccasion(tx, workspaceId, triggerData)
    default:
      return null
  }
}

const Change = z.object({ change: z.enum(['created', 'changed']), stage: z.string(), from: z.string().optional(), fields: z.string().default('') })

async function recordOccasion(tx: Tx, workspaceId: string, data: Beginning['triggerData'], recordId: string | null): Promise<Occasion | null> {
  const change = Change.safeParse(data)
  if (!change.success) return null
  const [row] = await tx.execute(sql`select type from record where workspace_id = ${workspaceId} and id = ${recordId}::uuid`)
  const { from = null, fields, ...rest } = change.data
  return { type: 'record', recordType: z.object({ type: z.string() }).safeParse(row).data?.type ?? '', ...rest, from, fields: fields === '' ? [] : fields.split(', ') }
}

/** What was posted is kept with the delivery for a while; after that the values it gave are only in the ledger. */
async function hookOccasion(tx: Tx, workspaceId: string, { hookId = '', deliveryId = '' }: Beginning['triggerData']): Promise<Occasion> {
  const [row] = await tx.execute(sql`select payload from hook_delivery where workspace_id = ${workspaceId} and id::text = ${deliveryId}`)
  const payload = z.object({ payload: z.record(z.string(), z.unknown()) }).safeParse(row).data?.payload
  return { type: 'hook', hookRef: hookId, ...(payload === undefined ? {} : { payload }) }
}
