import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../../../db/client'
import { makeLocalMailboxes } from '../../../db/queries/local-mailboxes'
import { account, dispatch, outgoingServer } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { addressTaken, requireFreeAddresses } from './local-addresses'
import { ADDRESS, NAME, PASSWORD, SERVER } from './schema'
import { accountOf, accountSecretPlace, accountView } from './view'

const COMMON = { name: NAME, address: ADDRESS, identities: z.array(ADDRESS).max(50).default([]), outgoingServerId: z.uuid().nullable().default(null) }
const INPUT = z.discriminatedUnion('kind', [
  /** A login to an IMAP server. */
  z.object({ kind: z.literal('imap'), ...COMMON, imap: SERVER, password: PASSWORD }),
  /** Mail arrives at our own gateway. */
  z.object({ kind: z.literal('local'), ...COMMON }),
])

/** Connects an account. Automation starts in dry run, whatever the account is. */
export const create = adminProcedure.input(INPUT).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    if (input.outgoingServerId !== null) await requireOutgoingServer(tx, workspaceId, input.outgoingServerId)
    await refuseTwin(tx, workspaceId, input.address)
    const id = newId()
    const { kind, name, address, identities, outgoingServerId } = input
    if (kind === 'local') await requireFreeAddresses(tx, ctx.services.database, { id, addresses: [address, ...identities] })
    const own = kind === 'imap' ? { imap: input.imap, imapSecret: ctx.services.secrets.seal(input.password, accountSecretPlace(workspaceId, id)), state: 'connecting' as const } : { state: 'live' as const, connectedAt: ctx.services.now() }
    const inserted = await tx.insert(account).values({ id, workspaceId, kind, name, address, identities, outgoingServerId, ...own }).onConflictDoNothing().returning({ id: account.id })
    // A local address is unique over all workspaces: the gateway must know whose mail it is.
    if (inserted.length === 0) throw addressTaken()
    if (kind === 'local') await makeLocalMailboxes(tx, workspaceId, id)
    if (kind === 'imap') await tx.insert(dispatch).values({ workspaceId, workflowId: `account:${id}`, kind: 'start', workflow: 'syncAccount', subjectId: id }).onConflictDoNothing()
    await audit(tx, ctx.actor, { kind: 'account.created', subjectKind: 'account', subjectId: id, data: { kind } })
    await notifyChanged(tx, workspaceId, 'account', [id])
    return accountView(await accountOf(tx, workspaceId, id))
  }),
)

/** Throws `not found` unless the server is the workspace's and there. */
export async function requireOutgoingServer(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const found = await tx.select({ id: outgoingServer.id }).from(outgoingServer).where(and(eq(outgoingServer.workspaceId, workspaceId), eq(outgoingServer.id, id), isNull(outgoingServer.deletedAt)))
  if (found.length === 0) throw notFound('outgoing server')
}

async function refuseTwin(tx: Tx, workspaceId: string, address: string): Promise<void> {
  const twins = await tx.select({ id: account.id }).from(account).where(and(eq(account.workspaceId, workspaceId), eq(account.address, address), isNull(account.deletedAt)))
  if (twins.length > 0) throw addressTaken()
}
