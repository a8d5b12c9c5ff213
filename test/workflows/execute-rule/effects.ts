import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { move, reply, type RuleOffice } from '../../support/rule-office'
import { graphOf, tag, whenSubject } from '../../support/rules'

/** From a real mail to what is done about it, each thing once. */
export function effects(here: RuleOffice): void {
  const { rule, deliver, replies, ended, steps, stateOf, tagsOf, endpointAt } = here

  describe('from a real mail to an audited action', () => {
    test('a mail that matches is tagged and gets a ticket, and the ledger says so', async () => {
      await rule(graphOf(
        { if: whenSubject('invoice'), tag: { type: 'tag.add', config: { tag: 'Finance' } }, ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } } },
        [['start', 'if'], ['if:yes', 'tag'], ['tag', 'ticket']],
      ))
      await deliver({ subject: 'Your invoice of May' })
      const [execution] = await ended()
      expect(execution).toMatchObject({ state: 'done', mode: 'live' })
      expect((await steps(execution?.id)).map(({ step_id, state, port }) => [step_id, state, port])).toEqual([['start', 'done', 'next'], ['if', 'done', 'yes'], ['tag', 'done', 'next'], ['ticket', 'done', 'next']])
      const [done] = await here.office.ask((tx) => tx.execute(sql`
        select (select string_agg(t.name, ',') from message_tag mt join tag t on t.id = mt.tag_id where mt.message_id = ${execution?.message_id as string}) as tags,
          (select title from record where message_id = ${execution?.message_id as string}) as title`))
      expect(done).toEqual({ tags: 'Finance', title: 'Your invoice of May' })
    })
  })

  describe('effects', () => {
    test('a move and a star happen once each and the message lies where it was moved [ACT-02] [ACT-03]', async () => {
      await rule(graphOf({ move: move(here), star: { type: 'message.star', config: { starred: true } } }, [['start', 'move'], ['move', 'star']]))
      await deliver()
      const [execution] = await ended()
      expect(execution?.state).toBe('done')
      const places = await here.office.ask((tx) => tx.execute(sql`select mailbox_id, flags from placement where message_id = ${execution?.message_id as string}`))
      expect(places).toEqual([{ mailbox_id: here.account.mailboxes.Invoices, flags: ['\\Flagged'] }])
      const claims = await here.office.ask((tx) => tx.execute(sql`select effect, state, attempts from claim where execution_id = ${execution?.id as string} order by effect`))
      expect(claims).toEqual([{ effect: 'message.move', state: 'done', attempts: 1 }, { effect: 'message.star', state: 'done', attempts: 1 }])
    })

    test('an automatic reply is one mail in the thread, and its step is done when the server has taken it', async () => {
      await rule(graphOf({ reply, tag: tag('Answered') }, [['start', 'reply'], ['reply', 'tag']]))
      await deliver({ messageId: '<first@bouw.example>' })
      const [execution] = await ended()
      expect(execution?.state).toBe('done')
      const mine = replies()
      expect(mine).toHaveLength(1)
      expect(mine[0]?.text).toMatch(/^In-Reply-To: <first@bouw\.example>\r$/m)
      expect(mine[0]?.text).toMatch(/^Auto-Submitted: auto-replied\r$/m)
      expect(await tagsOf(execution?.message_id)).toEqual(['Answered'])
    })

    test('a web request, a chat, a channel and colleagues are told once each, calls to the web apart from the rest', async () => {
      const [http, slack] = [await endpointAt('http', '/orders'), await endpointAt('slack', '/chat')]
      const steps = {
        call: { type: 'http.request', config: { endpointRef: http, method: 'POST', path: '', headers: '', bodyKind: 'json', body: '{"subject":"{{ subject }}"}', repeatable: false } },
        chat: { type: 'web.post', config: { endpointRef: slack, text: '{{ subject }}', repeatable: false } },
        channel: { type: 'channel.post', config: { channel: 'Orders', text: '{{ subject }}', createMissing: true } },
        plan: { type: 'followUp.create', config: { userRef: here.office.userId, text: 'Look', due: 'workingDays', seconds: 86_400, days: 2, byMail: false } },
        snooze: { type: 'message.snooze', config: { how: 'until', seconds: 3_600, time: '08:00' } },
        mark: { type: 'message.mark', config: { read: true } },
        archive: { type: 'message.archive', config: {} },
        assign: { type: 'message.assign', config: { userRef: here.office.userId } },
      }
      const ids = Object.keys(steps)
      await rule(graphOf(steps, ids.map((id, index) => [index === 0 ? 'start' : (ids[index - 1] ?? ''), id])))
      await deliver({ subject: 'Order 7' })
      const [execution] = await ended()
      expect(execution?.state).toBe('done')
      expect(here.peer.asked.map(({ path }) => path)).toEqual(['/orders', '/chat'])
      const { history } = await here.engine.connection.workflowService.getWorkflowExecutionHistory({ namespace: here.engine.options.namespace, execution: { workflowId: `execution:${String(execution?.id)}` } })
      const queues = history?.events?.flatMap((event) => event.activityTaskScheduledEventAttributes?.taskQueue?.name ?? [])
      expect(queues?.map((name) => name.slice(here.worker.queuePrefix.length))).toEqual(['postroom-http', 'postroom-http', 'postroom-flow', 'postroom-flow'])
      const [left] = await here.office.ask((tx) => tx.execute(sql`select m.assignee_id, m.snoozed_until is not null as snoozed, p.flags, b.role from message m join placement p on p.message_id = m.id join mailbox b on b.id = p.mailbox_id where m.id = ${execution?.message_id as string}`))
      expect(left).toEqual({ assignee_id: here.office.userId, snoozed: true, flags: ['\\Seen'], role: 'archive' })
    })

    test('a mailing list gets no automatic reply, and the reason is recorded', async () => {
      await rule(graphOf({ reply }, [['start', 'reply']]))
      await deliver({ from: 'news@list.example', subject: 'News', text: 'News', list: { id: 'news.list.example' } })
      const [execution] = await ended()
      expect(execution?.state).toBe('done with skips')
      expect((await steps(execution?.id)).at(-1)).toMatchObject({ step_id: 'reply', state: 'skipped', reason: 'suppressed', detail: 'list' })
    })

    test('a refused mail fails its step for good, with the reason', async () => {
      await rule(graphOf({ reply, tag: tag('Never') }, [['start', 'reply'], ['reply', 'tag']]))
      here.sink.fail({ at: 'rcpt', code: 550, text: 'No such user' })
      await deliver()
      const [execution] = await ended()
      expect(execution?.state).toBe('failed')
      expect(await stateOf(execution?.id)).toMatchObject({ tag: 'not on the path taken' })
      expect(await tagsOf(execution?.message_id)).toEqual([])
    })

    test('a mail whose answer was lost is uncertain, sent once, and a person may say what became of it', async () => {
      await rule(graphOf({ reply }, [['start', 'reply']]))
      here.sink.fail({ at: 'data', drop: true })
      await deliver()
      const [execution] = await ended()
      expect(execution?.state).toBe('uncertain')
      expect(replies()).toHaveLength(1)
    })
  })
}
