import { graphOf, whenSubject, type Arrows, type Steps } from '../support/rules'
import type { RuleGraph } from '../../rules/graph'

/** The rules of the company under the storm. Together they ask for every effect and leave every kind of wait by each of its ways; what the storm did is compared with that. */

/** What the steps refer to. */
export interface Refs {
  readonly userRef: string
  readonly endpointRef: string
  readonly calendarRef: string
  /** Nobody ever calls it. */
  readonly silentHookRef: string
  readonly hookRef: string
  /** The rule that another one runs. */
  readonly macroRef: string
}

export const WAIT_SECONDS = 2
/** Nobody waits that long in a storm: what is left by its time was not left by its event. */
const LONG = 86_400
/** Stands in the subject of what is junk. */
export const JUNK_WORD = 'lottery'
/** The lead that busy mails name. */
export const STANDING_LEAD = 90_001

const draw = (steps: Steps, arrows: Arrows, start?: Parameters<typeof graphOf>[3]): RuleGraph => ({ ...graphOf(steps, arrows, 'message', start), effectBudgetPerHour: 100_000 })
const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }
const notice = (userRef: string) => ({ type: 'user.notify', config: { userRef, by: 'app', text: '{{ subject }}' } })

const stepsFor = (archive: string, userRef: string): Steps => ({
  tag: { type: 'tag.add', config: { tag: 'Seen' } },
  move: { type: 'mailbox.move', config: { mailboxRef: archive } },
  star: { type: 'message.star', config: { starred: true } },
  ticket,
  notify: notice(userRef),
  reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } },
})

/** On a mail server: junk goes where junk goes, all else is moved, starred, told and answered. */
export function onServer(archive: string, { userRef }: Refs): RuleGraph {
  return draw({ junk: whenSubject(JUNK_WORD), spam: { type: 'message.spam', config: {} }, ...stepsFor(archive, userRef) }, [
    ['start', 'junk'], ['junk:yes', 'spam'], ['junk:no', 'tag'], ['tag', 'move'], ['move', 'star'], ['star', 'ticket'], ['ticket', 'notify'], ['notify', 'reply'],
  ])
}

export function everything(archive: string, { userRef }: Refs): RuleGraph {
  return draw(stepsFor(archive, userRef), [['start', 'tag'], ['tag', 'move'], ['move', 'star'], ['star', 'ticket'], ['ticket', 'notify'], ['notify', 'reply']])
}

export function afterAWait(archive: string, { userRef }: Refs): RuleGraph {
  const wait = { type: 'wait.reply', config: { seconds: WAIT_SECONDS, listensTo: 'nothing' } }
  return draw({ ...stepsFor(archive, userRef), wait }, [['start', 'tag'], ['tag', 'ticket'], ['ticket', 'wait'], ['wait:elapsed', 'move'], ['move', 'star'], ['star', 'notify'], ['notify', 'reply']])
}

/** Every other effect on one mail, those that leave side by side. */
export function allElse({ userRef, endpointRef, macroRef }: Refs): RuleGraph {
  return draw(
    {
      tag: { type: 'tag.add', config: { tag: 'To sort' } },
      name: { type: 'variable.set', config: { name: 'called', text: 'Order: {{ subject }}' } },
      assign: { type: 'message.assign', config: { userRef } },
      snooze: { type: 'message.snooze', config: { how: 'for', seconds: 86_400, time: '08:00' } },
      later: { type: 'followUp.create', config: { userRef, text: '{{ subject }}', due: 'after', seconds: 86_400, days: 1, byMail: false } },
      post: { type: 'channel.post', config: { channel: 'Orders', text: '{{ subject }}', createMissing: true } },
      ticket,
      change: { type: 'record.update', config: { recordType: 'ticket', stage: 'open', assignment: 'user', assigneeRef: userRef, title: '', fields: [] } },
      link: { type: 'record.link', config: { by: 'number', recordType: 'lead', ofContactOnly: false } },
      untag: { type: 'tag.remove', config: { tag: 'To sort' } },
      run: { type: 'rule.run', config: { ruleRef: macroRef } },
      mark: { type: 'message.mark', config: { read: true } },
      file: { type: 'message.archive', config: {} },
      tell: { type: 'user.notify', config: { userRef, by: 'mail', text: 'Told: {{ subject }}' } },
      order: { type: 'mail.send', config: { to: 'address', userRef: '', address: 'pick@warehouse.example', thread: 'new', subject: '{{ values.called }}', text: 'Please pick.' } },
      forward: { type: 'mail.forward', config: { to: ['books@accounts.example'], style: 'quoted', subject: 'Fwd: {{ subject }}', note: '' } },
      redirect: { type: 'mail.redirect', config: { to: ['archive@elsewhere.example'] } },
      call: { type: 'http.request', config: { endpointRef, method: 'POST', path: '/orders', headers: '', bodyKind: 'json', body: '{"subject":"{{ subject }}"}', repeatable: true } },
      chat: { type: 'web.post', config: { endpointRef, text: '{{ subject }}', repeatable: false } },
    },
    [
      ['start', 'tag'], ['tag', 'name'], ['name', 'assign'], ['assign', 'snooze'], ['snooze', 'later'], ['later', 'post'], ['post', 'ticket'], ['ticket', 'change'], ['change', 'link'], ['link', 'untag'],
      ['untag', 'run'], ['run', 'mark'], ['mark', 'file'], ['file', 'tell'], ['file', 'order'], ['file', 'forward'], ['file', 'redirect'], ['file', 'call'], ['file', 'chat'],
    ],
  )
}

/** What a rule runs on its mail; nothing else sets it off. */
export function macro({ userRef }: Pick<Refs, 'userRef'>): RuleGraph {
  return draw({ notify: notice(userRef) }, [['start', 'notify']], { type: 'manual' })
}

const approval = (userRef: string, question: string, seconds: number) => ({ type: 'wait.approval', config: { approvers: [userRef], agreement: 'any', atLeast: 1, question, seconds, remindSeconds: 0, escalateSeconds: 0, escalateTo: [] } })

/** Every kind of wait, one after another, left by its time: nobody ever answers. */
export function allWaitsInVain({ userRef, silentHookRef, calendarRef }: Refs): RuleGraph {
  return draw(
    {
      ticket,
      reply: { type: 'wait.reply', config: { seconds: 1, listensTo: 'replied' } },
      working: { type: 'wait.business', config: { seconds: 1, calendarRef, listensTo: 'answered' } },
      word: approval(userRef, 'May {{ subject }} go?', 2),
      hook: { type: 'wait.hook', config: { hookRef: silentHookRef, field: '', value: '', seconds: 1 } },
      record: { type: 'wait.record', config: { watch: 'stage', stage: 'done', field: '', seconds: 1 } },
      until: { type: 'wait.until', config: { at: '2026-01-01T09:00' } },
      day: { type: 'wait.date', config: { source: 'field', name: 'endsOn', days: 0, time: '09:00', fallbackSeconds: 1 } },
      notify: notice(userRef),
    },
    [
      ['start', 'ticket'], ['ticket', 'reply'], ['reply:elapsed', 'working'], ['working:elapsed', 'word'], ['word:timed out', 'hook'], ['hook:timed out', 'record'], ['record:timed out', 'until'],
      ['until:elapsed', 'day'], ['day:elapsed', 'notify'],
    ],
  )
}

/** Every kind of wait that listens, one after another, left by what it listens to; and one for a night to pass. What people do about them stands in people.ts. */
export function allWaitsHeard({ userRef, hookRef, calendarRef }: Refs): RuleGraph {
  return draw(
    {
      first: { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'subject', header: '', operator: 'startsWith', values: ['Storm'] }] } } },
      ticket,
      reply: { type: 'wait.reply', config: { seconds: LONG, listensTo: 'replied' } },
      working: { type: 'wait.business', config: { seconds: LONG, calendarRef, listensTo: 'replied' } },
      yes: approval(userRef, 'May {{ subject }} go?', LONG),
      no: approval(userRef, 'Must {{ subject }} stay?', LONG),
      hook: { type: 'wait.hook', config: { hookRef, field: 'subject', value: '{{ subject }}', seconds: LONG } },
      record: { type: 'wait.record', config: { watch: 'stage', stage: 'done', field: '', seconds: LONG } },
      night: { type: 'wait.workingDay', config: { time: '09:00', calendarRef } },
      notify: notice(userRef),
    },
    [
      ['start', 'first'], ['first:yes', 'ticket'], ['ticket', 'reply'], ['reply:replied', 'working'], ['working:replied', 'yes'], ['yes:approved', 'no'], ['no:rejected', 'hook'], ['hook:received', 'record'],
      ['record:changed', 'night'], ['night:elapsed', 'notify'],
    ],
  )
}
