import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { account } from '../../../db/schema'
import { audit } from '../../audit'
import { invalid } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { requireOutgoingServer } from './create'
import { requireFreeAddresses } from './local-addresses'
import { recheck } from './recheck'
import { keepsPassword } from './same-server'
import { ADDRESS, NAME, PASSWORD, SERVER } from './schema'
import { accountOf, accountSecretPlace, accountView } from './view'

const INPUT = z.object({
  id: z.uuid(),
  name: NAME.optional(),
  identities: z.array(ADDRESS).max(50).optional(),
  imap: SERVER.optional(),
  /** Needed with another host, or without encryption: a stored password is only ever sent to the server it was entered for. */
  password: PASSWORD.optional(),
  /** Null: the workspace's server of highest priority. */
  outgoingServerId: z.uuid().nullable().optional(),
})

/** Changes what is given and leaves the rest. Another server is connected to at once. */
export const update = adminProcedure.input(INPUT).mutation(({ ctx, input: { id, password, ...changes } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const before = await accountOf(tx, workspaceId, id, 'lock')
    if (changes.imap !== undefined && before.kind !== 'imap') throw invalid('invalid.kind', 'Mail of this account arrives at our own gateway; it has no IMAP server.')
    if (password === undefined && changes.imap !== undefined && !keepsPassword(before.imap, changes.imap)) throw invalid('invalid.password', 'Enter the password again: it is only sent to the server it was entered for.')
    if (password !== undefined && changes.imap === undefined) throw invalid('invalid.password', 'Use changePassword where the server stays the same.')
    if (typeof changes.outgoingServerId === 'string') await requireOutgoingServer(tx, workspaceId, changes.outgoingServerId)
    if (changes.identities !== undefined && before.kind === 'local') await requireFreeAddresses(tx, ctx.services.database, { id, addresses: changes.identities })
    const fields = Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field]))
    if (fields.length === 0) return accountView(before)
    const secret = password === undefined ? {} : { imapSecret: ctx.services.secrets.seal(password, accountSecretPlace(workspaceId, id)) }
    const restart = changes.imap === undefined ? {} : { state: 'connecting' as const, problem: null, ...secret }
    await tx.update(account).set({ ...changes, ...restart }).where(and(eq(account.workspaceId, workspaceId), eq(account.id, id)))
    if (changes.imap !== undefined) await recheck(tx, workspaceId, id)
    await audit(tx, ctx.actor, { kind: 'account.updated', subjectKind: 'account', subjectId: id, data: { fields: fields.join(' ') } })
    await notifyChanged(tx, workspaceId, 'account', [id])
    return accountView(await accountOf(tx, workspaceId, id))
  }),
)
