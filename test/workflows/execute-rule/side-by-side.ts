import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { move, reply, ticket, wait, type RuleOffice } from '../../support/rule-office'
import { graphOf, tag, tagEverything } from '../../support/rules'
import { until } from '../../support/until'

/** Several rules on one mail, and one that only says what it would do. */
export function sideBySide(here: RuleOffice): void {
  const { rule, deliver, executions, ended, steps, mode } = here

  describe('rules side by side', () => {
    test('the next rule starts when the one before it has ended', async () => {
      await rule(tagEverything('A'), { position: 1 })
      await rule(tagEverything('B'), { position: 2 })
      await rule(tagEverything('C'), { position: 3 })
      await deliver()
      const rows = await ended(3)
      expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
      const begun = rows.map((row) => Date.parse(String(row.started_at)))
      const over = rows.map((row) => Date.parse(String(row.ended_at)))
      expect(begun[1]).toBeGreaterThanOrEqual(over[0] ?? 0)
      expect(begun[2]).toBeGreaterThanOrEqual(over[1] ?? 0)
    })

    test('a rule that waits lets the next one go on', async () => {
      await rule(graphOf({ wait: wait('replied'), tag: tag('A') }, [['start', 'wait'], ['wait:replied', 'tag']]), { position: 1 })
      await rule(tagEverything('B'), { position: 2 })
      await deliver()
      await until('the second rule ends', async () => {
        const rows = await executions()
        return rows[1]?.state === 'done' && rows[0]?.state === 'waiting'
      })
    })

    test('of two moves by different rules the first stands, and the second says who moved it', async () => {
      await rule(graphOf({ move: move(here) }, [['start', 'move']]), { position: 1 })
      await rule(graphOf({ move: { type: 'mailbox.move', config: { mailboxRef: here.account.mailboxes.archive } } }, [['start', 'move']]), { position: 2 })
      await deliver()
      const rows = await ended(2)
      expect(rows.map(({ state }) => state)).toEqual(['done', 'done with skips'])
      expect((await steps(rows[1]?.id)).at(-1)).toMatchObject({ state: 'skipped', reason: 'moved by another rule', detail: rows[0]?.id })
      const [place] = await here.office.ask((tx) => tx.execute(sql`select mailbox_id from placement where message_id = ${rows[0]?.message_id as string}`))
      expect(place?.mailbox_id).toBe(here.account.mailboxes.Invoices)
    })

    test('two rules that want a ticket for one mail share it', async () => {
      await rule(graphOf({ ticket }, [['start', 'ticket']]), { position: 1 })
      await rule(graphOf({ ticket }, [['start', 'ticket']]), { position: 2 })
      await deliver()
      const rows = await ended(2)
      const changes = await Promise.all(rows.map(async ({ id }) => (await steps(id)).at(-1)?.receipts))
      expect(changes).toMatchObject([[{ change: 'created' }], [{ change: 'reused' }]])
    })
  })

  describe('a dry run', () => {
    test('describes what would be done and does none of it, up to its first wait', async () => {
      await mode('dry run')
      await rule(graphOf({ tag: tag('T'), move: move(here), reply, wait: wait('replied'), late: tag('L') }, [['start', 'tag'], ['tag', 'move'], ['move', 'reply'], ['reply', 'wait'], ['wait:replied', 'late']]))
      await deliver()
      const [execution] = await ended()
      expect(execution).toMatchObject({ mode: 'dry run', state: 'done with skips' })
      expect((await steps(execution?.id)).map(({ step_id, state, reason }) => [step_id, state, reason])).toEqual([
        ['start', 'done', null], ['tag', 'done', null], ['move', 'done', null], ['reply', 'done', null], ['wait', 'skipped', 'stopped'], ['late', 'skipped', 'stopped'],
      ])
      const [counts] = await here.office.ask((tx) => tx.execute(sql`
        select (select count(*)::int from message_tag where message_id = ${execution?.message_id as string}) as tags, (select count(*)::int from outgoing_message where execution_id = ${execution?.id as string}) as mails,
          (select count(*)::int from claim where execution_id = ${execution?.id as string}) as claims, (select count(*)::int from reservation where execution_id = ${execution?.id as string}) as reservations`))
      expect(counts).toEqual({ tags: 0, mails: 0, claims: 0, reservations: 0 })
    })
  })
}
