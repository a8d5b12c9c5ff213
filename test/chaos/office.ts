import { eq } from 'drizzle-orm'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { endpointPlace } from '../../db/queries/endpoint'
import { account, calendar, endpoint, hook, mailbox, outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { WEEKDAYS } from '../../rules/calendar'
import { accountSecretPlace } from '../../server/routers/account/view'
import { secretsWith } from '../../server/secrets'
import type { OwnDovecot } from '../support/dovecot'
import { accountWith, workspaceWith, type Office } from '../support/fixtures'
import type { Headless } from '../support/headless'
import { graphOf, ruleWith, type Arrows, type Steps } from '../support/rules'
import { until } from '../support/until'
import type { WebPeer } from '../support/web-peer'

/** A company whose rules use every effect there is, on an account of a mail server, on one of the gateway, and on one whose rule waits. */
export interface ChaosOffice {
  readonly workspaceId: string
  readonly imap: { readonly accountId: string; readonly user: string; readonly password: string }
  readonly local: { readonly accountId: string; readonly address: string }
  readonly patient: { readonly accountId: string; readonly address: string }
  /** Every other effect on one mail, those that leave side by side. */
  readonly busy: { readonly accountId: string; readonly address: string }
  /** Every kind of wait, one after another; nobody ever answers. */
  readonly idle: { readonly accountId: string; readonly address: string }
}

export const WAIT_SECONDS = 2

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
  const local = await ask((tx) => accountWith(tx, workspaceId, 'desk@northwind.example', 'local'))
  const patient = await ask((tx) => accountWith(tx, workspaceId, 'later@northwind.example', 'local'))

  const busy = await ask((tx) => accountWith(tx, workspaceId, 'busy@northwind.example', 'local'))
  const idle = await ask((tx) => accountWith(tx, workspaceId, 'idle@northwind.example', 'local'))
  const [endpointRef, hookRef, calendarRef] = [newId(), newId(), newId()]
  const seal = (id: string, field: 'url' | 'secret', text: string) => secretsWith(secrets.masterKey).seal(text, endpointPlace(workspaceId, id, field))
  await ask(async (tx) => {
    await tx.insert(endpoint).values({ id: endpointRef, workspaceId, name: 'Shop', style: 'http', host: web.place, url: seal(endpointRef, 'url', web.origin), secret: seal(endpointRef, 'secret', 'shared') })
    await tx.insert(hook).values({ id: hookRef, workspaceId, name: 'shop', secret: seal(hookRef, 'secret', 'never used') })
    await tx.insert(calendar).values({ id: calendarRef, workspaceId, name: 'Always', timeZone: 'UTC', hours: { version: 1, week: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: '00:00', to: '24:00' }]])), holidays: [] } })
  })

  const publish = (place: string, [steps, arrows]: readonly [Steps, Arrows]) =>
    ruleWith({ ...staff, ask, accountId: place }, { ...graphOf(steps, arrows), effectBudgetPerHour: 100_000 }, { name: `Rule of ${place}` })
  await publish(accountId, everything(boxes.find(({ path }) => path === 'Archive')?.id ?? '', userId))
  await publish(local.accountId, everything(local.mailboxes.archive, userId))
  await publish(patient.accountId, afterAWait(patient.mailboxes.archive, userId))
  await publish(busy.accountId, allElse(userId, endpointRef))
  await publish(idle.accountId, allWaits(userId, hookRef, calendarRef))
  return {
    workspaceId, imap: { accountId, ...login }, local: { accountId: local.accountId, address: 'desk@northwind.example' }, patient: { accountId: patient.accountId, address: 'later@northwind.example' },
    busy: { accountId: busy.accountId, address: 'busy@northwind.example' }, idle: { accountId: idle.accountId, address: 'idle@northwind.example' },
  }
}


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

function allElse(userRef: string, endpointRef: string): readonly [Steps, Arrows] {
  return [
    {
      tag: { type: 'tag.add', config: { tag: 'To sort' } },
      name: { type: 'variable.set', config: { name: 'called', text: 'Order: {{ subject }}' } },
      assign: { type: 'message.assign', config: { userRef } },
      snooze: { type: 'message.snooze', config: { how: 'for', seconds: 86_400, time: '08:00' } },
      later: { type: 'followUp.create', config: { userRef, text: '{{ subject }}', due: 'after', seconds: 86_400, days: 1, byMail: false } },
      post: { type: 'channel.post', config: { channel: 'Orders', text: '{{ subject }}', createMissing: true } },
      ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } },
      change: { type: 'record.update', config: { recordType: 'ticket', stage: 'open', assignment: 'user', assigneeRef: userRef, title: '', fields: [] } },
      untag: { type: 'tag.remove', config: { tag: 'To sort' } },
      mark: { type: 'message.mark', config: { read: true } },
      file: { type: 'message.archive', config: {} },
      tell: { type: 'user.notify', config: { userRef, by: 'mail', text: 'Told: {{ subject }}' } },
      order: { type: 'mail.send', config: { to: 'address', userRef: '', address: 'pick@warehouse.example', thread: 'new', subject: '{{ values.called }}', text: 'Please pick.' } },
      forward: { type: 'mail.forward', config: { to: ['books@accounts.example'], style: 'quoted', subject: 'Fwd: {{ subject }}', note: '' } },
      call: { type: 'http.request', config: { endpointRef, method: 'POST', path: '/orders', headers: '', bodyKind: 'json', body: '{"subject":"{{ subject }}"}', repeatable: true } },
    },
    [
      ['start', 'tag'], ['tag', 'name'], ['name', 'assign'], ['assign', 'snooze'], ['snooze', 'later'], ['later', 'post'], ['post', 'ticket'], ['ticket', 'change'], ['change', 'untag'],
      ['untag', 'mark'], ['mark', 'file'], ['file', 'tell'], ['file', 'order'], ['file', 'forward'], ['file', 'call'],
    ],
  ]
}

function allWaits(userRef: string, hookRef: string, calendarRef: string): readonly [Steps, Arrows] {
  return [
    {
      ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } },
      reply: { type: 'wait.reply', config: { seconds: 1, listensTo: 'replied' } },
      working: { type: 'wait.business', config: { seconds: 1, calendarRef, listensTo: 'answered' } },
      word: { type: 'wait.approval', config: { approvers: [userRef], agreement: 'any', atLeast: 1, question: 'May it?', seconds: 2, remindSeconds: 0, escalateSeconds: 0, escalateTo: [] } },
      hook: { type: 'wait.hook', config: { hookRef, field: '', value: '', seconds: 1 } },
      record: { type: 'wait.record', config: { watch: 'stage', stage: 'done', field: '', seconds: 1 } },
      until: { type: 'wait.until', config: { at: '2026-01-01T09:00' } },
      day: { type: 'wait.date', config: { source: 'field', name: 'endsOn', days: 0, time: '09:00', fallbackSeconds: 1 } },
      notify: { type: 'user.notify', config: { userRef, by: 'app', text: '{{ subject }}' } },
    },
    [
      ['start', 'ticket'], ['ticket', 'reply'], ['reply:elapsed', 'working'], ['working:elapsed', 'word'], ['word:timed out', 'hook'], ['hook:timed out', 'record'], ['record:timed out', 'until'],
      ['until:elapsed', 'day'], ['day:elapsed', 'notify'],
    ],
  ]
}
