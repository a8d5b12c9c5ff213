import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { account, mailbox, member, outgoingServer, workspace } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { SCOPES, type Actor } from '../actor'
import { accountSecretPlace } from '../routers/account/view'
import { appRouter } from '../routers'
import type { Services } from '../services'
import { createCallerFactory } from '../trpc'
import { starterRules } from './rules'

export interface DemoPlaces {
  readonly imapPort: number
  readonly sinkPort: number
  readonly user: string
  readonly password: string
}

const SUPPORT = 'support@brindlewick.example'
const SALES = 'sales@brindlewick.example'

/**
 * Gives the demo workspace its outgoing server (the sink), two accounts and three published rules, through the same API people use. Doing it again changes
 * nothing but the ports, which may have moved since; what a person removed does not come back. Does nothing without a demo workspace.
 */
export async function setUpDemo(services: Services, places: DemoPlaces): Promise<void> {
  const owner = await demoOwner(services)
  if (owner === null) return
  const known = await services.database.system.select().from(account).where(eq(account.workspaceId, owner.workspaceId))
  if (known.some(({ demo }) => demo)) return movePorts(services, owner, places)
  if (known.length > 0) return
  const api = createCallerFactory(appRouter)({ services, requestId: randomUUID(), log: services.log, actor: owner, sameOrigin: true, stillThere: () => Promise.resolve(true) })
  const sink = await api.outgoingServer.create({ name: 'Demo sink', server: server(places.sinkPort, ''), priority: 10 })
  const support = await api.account.create({ kind: 'imap', name: 'Support', address: SUPPORT, outgoingServerId: sink.id, imap: server(places.imapPort, places.user), password: places.password })
  const sales = await api.account.create({ kind: 'local', name: 'Sales', address: SALES, outgoingServerId: sink.id })
  const invoicesId = newId()
  await services.database.inWorkspace(owner.workspaceId, async (tx) => {
    for (const id of [support.id, sales.id]) await tx.update(account).set({ demo: true }).where(and(eq(account.workspaceId, owner.workspaceId), eq(account.id, id)))
    await tx.update(outgoingServer).set({ sink: true }).where(and(eq(outgoingServer.workspaceId, owner.workspaceId), eq(outgoingServer.id, sink.id)))
    // The rule that files invoices names the mailbox before the first sync has seen it.
    await tx.insert(mailbox).values({ id: invoicesId, workspaceId: owner.workspaceId, accountId: support.id, path: 'Invoices', name: 'Invoices' })
  })
  for (const starter of starterRules({ ownerId: owner.userId, invoicesId })) {
    const made = await api.rule.create({ name: starter.name, accountId: starter.account === 'support' ? support.id : sales.id, graph: starter.graph })
    await api.rule.publish({ id: made.id, revision: made.draftRevision, note: 'A starter of the demo company' })
  }
  for (const { id } of [support, sales]) await api.account.setMode({ id, mode: 'live' })
}

async function demoOwner(services: Services): Promise<Actor | null> {
  const [row] = await services.database.system
    .select({ workspaceId: workspace.id, userId: member.userId })
    .from(workspace)
    .innerJoin(member, and(eq(member.workspaceId, workspace.id), eq(member.role, 'owner')))
    .where(eq(workspace.demo, true))
    .limit(1)
  return row === undefined ? null : { via: 'session', id: 'demo set-up', role: 'owner', scopes: new Set(SCOPES), ...row }
}

async function movePorts({ database, secrets }: Services, { workspaceId }: Actor, places: DemoPlaces): Promise<void> {
  await database.inWorkspace(workspaceId, async (tx) => {
    const imap = server(places.imapPort, places.user)
    const rows = await tx.select({ id: account.id }).from(account).where(and(eq(account.workspaceId, workspaceId), eq(account.demo, true), eq(account.kind, 'imap')))
    for (const { id } of rows) {
      const imapSecret = secrets.seal(places.password, accountSecretPlace(workspaceId, id))
      await tx.update(account).set({ imap, imapSecret }).where(and(eq(account.workspaceId, workspaceId), eq(account.id, id)))
    }
    const sink = and(eq(outgoingServer.workspaceId, workspaceId), eq(outgoingServer.sink, true))
    await tx.update(outgoingServer).set({ server: server(places.sinkPort, '') }).where(sink)
  })
}

function server(port: number, user: string) {
  return { host: '127.0.0.1', port, security: 'none' as const, user }
}
