import { eq } from 'drizzle-orm'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { account, mailbox, outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { accountSecretPlace } from '../../server/routers/account/view'
import { secretsWith } from '../../server/secrets'
import type { OwnDovecot } from '../support/dovecot'
import { accountWith, workspaceWith, type Office } from '../support/fixtures'
import type { Headless } from '../support/headless'
import { graphOf, ruleWith, type Arrows, type Steps } from '../support/rules'
import { until } from '../support/until'

/** A company whose rules use every effect there is, on an account of a mail server, on one of the gateway, and on one whose rule waits. */
export interface ChaosOffice {
  readonly workspaceId: string
  readonly imap: { readonly accountId: string; readonly user: string; readonly password: string }
  readonly local: { readonly accountId: string; readonly address: string }
  readonly patient: { readonly accountId: string; readonly address: string }
}

export const WAIT_SECONDS = 2

export async function openChaosOffice({ database, secrets }: Headless, dovecot: OwnDovecot, sinkPort: number): Promise<ChaosOffice> {
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
  const local = await ask((tx) => accountWith(tx, workspaceId, 'desk@northwind.example', 'local'))
  const patient = await ask((tx) => accountWith(tx, workspaceId, 'later@northwind.example', 'local'))

  const publish = (place: string, [steps, arrows]: readonly [Steps, Arrows]) =>
    ruleWith({ database, ...staff, ask, accountId: place, mailboxes: local.mailboxes, test: { ...EMPTY, name: 'chaos', drop: async () => undefined }, close: async () => undefined }, graphOf(steps, arrows), { name: `Rule of ${place}` })
  await publish(accountId, everything(boxes.find(({ path }) => path === 'Archive')?.id ?? '', userId))
  await publish(local.accountId, everything(local.mailboxes.archive, userId))
  await publish(patient.accountId, afterAWait(patient.mailboxes.archive, userId))
  return { workspaceId, imap: { accountId, ...login }, local: { accountId: local.accountId, address: 'desk@northwind.example' }, patient: { accountId: patient.accountId, address: 'later@northwind.example' } }
}

const EMPTY = { ownerUrl: '', appUrl: '', systemUrl: '' }

function stepsFor(archive: string, userRef: string): Steps {
  return {
    tag: { type: 'tag.add', config: { tag: 'Seen' } },
    move: { type: 'mailbox.move', config: { mailboxRef: archive } },
    star: { type: 'message.star', config: { starred: true } },
    ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } },
    notify: { type: 'user.notify', config: { userRef, text: '{{ subject }}' } },
    reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } },
  }
}

function everything(archive: string, userRef: string): readonly [Steps, Arrows] {
  return [stepsFor(archive, userRef), [['start', 'tag'], ['tag', 'move'], ['move', 'star'], ['star', 'ticket'], ['ticket', 'notify'], ['notify', 'reply']]]
}

function afterAWait(archive: string, userRef: string): readonly [Steps, Arrows] {
  const wait = { type: 'wait.reply', config: { seconds: WAIT_SECONDS, listensTo: 'nothing' } }
  return [{ ...stepsFor(archive, userRef), wait }, [['start', 'tag'], ['tag', 'ticket'], ['ticket', 'wait'], ['wait:elapsed', 'move'], ['move', 'star'], ['star', 'notify'], ['notify', 'reply']]]
}
