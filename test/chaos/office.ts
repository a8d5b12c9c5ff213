import { eq } from 'drizzle-orm'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { endpointPlace } from '../../db/queries/endpoint'
import { account, calendar, endpoint, hook, mailbox, outgoingServer, record } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { WEEKDAYS } from '../../rules/calendar'
import type { RuleGraph } from '../../rules/graph'
import { accountSecretPlace } from '../../server/routers/account/view'
import { secretsWith } from '../../server/secrets'
import type { OwnDovecot } from '../support/dovecot'
import { accountWith, workspaceWith, type Office } from '../support/fixtures'
import type { Headless } from '../support/headless'
import { ruleWith } from '../support/rules'
import { until } from '../support/until'
import type { WebPeer } from '../support/web-peer'
import { afterAWait, allElse, allWaitsHeard, allWaitsInVain, everything, macro, onServer, STANDING_LEAD, type Refs } from './drawings'

/** A place where mail comes to, with one rule. */
export interface Desk {
  readonly accountId: string
  readonly address: string
}

/** A company with an account on a mail server and some of the gateway, whose rules use every effect and every wait there is. */
export interface ChaosOffice {
  readonly workspaceId: string
  readonly userId: string
  readonly hookRef: string
  readonly imap: Desk & { readonly user: string; readonly password: string }
  readonly local: Desk
  readonly patient: Desk
  readonly busy: Desk
  readonly idle: Desk
  readonly heard: Desk
}

export async function openChaosOffice({ database, secrets }: Headless, dovecot: OwnDovecot, sinkPort: number, web: WebPeer): Promise<ChaosOffice> {
  const staff = await workspaceWith(database, 'Chaos', 'marta@northwind.example')
  const { workspaceId, userId } = staff
  const ask: Office['ask'] = (work) => database.inWorkspace(workspaceId, work)
  const login = dovecot.addUser()
  const accountId = newId()
  const imapSecret = secretsWith(secrets.masterKey).seal(login.password, accountSecretPlace(workspaceId, accountId))
  await ask(async (tx) => {
    await tx.insert(outgoingServer).values({ workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sinkPort, security: 'none', user: '' } })
    await tx.insert(account).values({ id: accountId, workspaceId, name: 'Support', address: 'support@northwind.example', kind: 'imap', imap: { host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user: login.user }, imapSecret, incomingMode: 'live' })
    await enqueue(tx, [{ workspaceId, workflow: 'syncAccount', kind: 'start', subjectId: accountId }])
  })
  await until('the account is live', async () => (await ask((tx) => tx.select({ state: account.state }).from(account).where(eq(account.id, accountId))))[0]?.state === 'live', { withinMilliseconds: 60_000 })
  const boxes = await ask((tx) => tx.select().from(mailbox).where(eq(mailbox.accountId, accountId)))
  const desk = async (name: string) => {
    const address = `${name}@northwind.example`
    return { address, ...(await ask((tx) => accountWith(tx, workspaceId, address, 'local'))) }
  }
  const [local, patient, busy, idle, heard] = [await desk('desk'), await desk('later'), await desk('busy'), await desk('idle'), await desk('heard')]

  const publish = (place: string, graph: RuleGraph) => ruleWith({ ...staff, ask, accountId: place }, graph, { name: `Rule of ${place}` })
  const [endpointRef, silentHookRef, hookRef, calendarRef] = [newId(), newId(), newId(), newId()]
  const seal = (id: string, field: 'url' | 'secret', text: string) => secretsWith(secrets.masterKey).seal(text, endpointPlace(workspaceId, id, field))
  await ask(async (tx) => {
    await tx.insert(endpoint).values({ id: endpointRef, workspaceId, name: 'Shop', style: 'http', host: web.place, url: seal(endpointRef, 'url', web.origin), secret: seal(endpointRef, 'secret', 'shared') })
    await tx.insert(hook).values([silentHookRef, hookRef].map((id) => ({ id, workspaceId, name: `shop ${id}`, secret: seal(id, 'secret', 'never used') })))
    await tx.insert(calendar).values({ id: calendarRef, workspaceId, name: 'Always', timeZone: 'UTC', hours: { version: 1, week: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: '00:00', to: '24:00' }]])), holidays: [] } })
    await tx.insert(record).values({ workspaceId, type: 'lead', number: STANDING_LEAD, title: 'Known for long' })
  })
  const { ruleId: macroRef } = await publish(busy.accountId, macro({ userRef: userId }))
  const refs: Refs = { userRef: userId, endpointRef, calendarRef, silentHookRef, hookRef, macroRef }
  await publish(accountId, onServer(boxes.find(({ path }) => path === 'Archive')?.id ?? '', refs))
  await publish(local.accountId, everything(local.mailboxes.archive, refs))
  await publish(patient.accountId, afterAWait(patient.mailboxes.archive, refs))
  await publish(busy.accountId, allElse(refs))
  await publish(idle.accountId, allWaitsInVain(refs))
  await publish(heard.accountId, allWaitsHeard(refs))
  return { workspaceId, userId, hookRef, imap: { accountId, address: 'support@northwind.example', ...login }, local, patient, busy, idle, heard }
}
