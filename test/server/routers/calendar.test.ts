import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approval, wait } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { OFFICE_HOURS } from '../../../rules/calendar'
import { mailWith, runWith } from '../../support/fixtures'
import { openOfficeApi, type OfficeApi } from '../../support/office-api'
import { graphOf, ruleWith } from '../../support/rules'

let office: OfficeApi
beforeAll(async () => { office = await openOfficeApi() })
afterAll(() => office.close())

describe('working hours over the API', () => {
  it('are kept by name, with the rules that count with them, and cannot be removed while one does', async () => {
    const { id } = await office.call.calendar.create({ name: 'Harbour', timeZone: 'Europe/Amsterdam', hours: OFFICE_HOURS })
    await ruleWith(office, graphOf({ wait: { type: 'wait.business', config: { seconds: 60, calendarRef: id, listensTo: 'nothing' } }, tag: { type: 'tag.add', config: { tag: 'Late' } } }, [['start', 'wait'], ['wait:elapsed', 'tag']]), { name: 'SLA' })
    expect(await office.call.calendar.list()).toMatchObject([{ id, name: 'Harbour', timeZone: 'Europe/Amsterdam', usedBy: [{ name: 'SLA' }] }])
    await expect(office.call.calendar.remove({ id })).rejects.toMatchObject({ code: 'CONFLICT', cause: { code: 'conflict.used' } })
    await office.ask((tx) => tx.execute(sql`update rule set state = 'deleted' where name = 'SLA'`))
    await office.call.calendar.update({ id, timeZone: 'Asia/Kolkata' })
    expect(await office.call.calendar.list()).toMatchObject([{ timeZone: 'Asia/Kolkata', usedBy: [] }])
    await office.call.calendar.remove({ id })
    expect(await office.call.calendar.list()).toEqual([])
  })

  it('need a name of their own, a zone that exists and at least one open day', async () => {
    await office.call.calendar.create({ name: 'Night shift', timeZone: 'UTC', hours: OFFICE_HOURS })
    await expect(office.call.calendar.create({ name: 'NIGHT SHIFT', timeZone: 'UTC', hours: OFFICE_HOURS })).rejects.toMatchObject({ code: 'CONFLICT', cause: { code: 'conflict.name' } })
    await expect(office.call.calendar.create({ name: 'Nowhere', timeZone: 'Europe/Atlantis', hours: OFFICE_HOURS })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const never = { ...OFFICE_HOURS, week: { ...OFFICE_HOURS.week, monday: [], tuesday: [], wednesday: [], thursday: [], friday: [] } }
    await expect(office.call.calendar.create({ name: 'Never', timeZone: 'UTC', hours: never })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('approvals over the API', () => {
  /** A run that asks these people. */
  async function asks(...people: readonly string[]): Promise<{ waitId: string; executionId: string; ids: readonly string[] }> {
    const { ruleId } = await ruleWith(office, graphOf({ tag: { type: 'tag.add', config: { tag: 'T' } } }, [['start', 'tag']]))
    const { messageId, threadId } = await office.ask((tx) => mailWith(tx, office))
    return office.ask(async (tx) => {
      const executionId = await runWith(tx, office, { ruleId, messageId, threadId, state: 'waiting', steps: [] })
      const waitId = newId()
      const { workspaceId } = office
      const terms = { question: 'Pay it?', needed: people.length, rejectedPort: 'rejected', escalateTo: [], remindAt: null, escalateAt: null }
      await tx.insert(wait).values({ id: waitId, workspaceId, executionId, stepId: 'ask', listensTo: 'approval', terms, anchorAt: new Date(), dueAt: new Date(Date.now() + 3_600_000), eventPort: 'approved', elapsedPort: 'timed out' })
      const ids = people.map(() => newId())
      for (const [index, userId] of people.entries()) await tx.insert(approval).values({ id: ids[index] ?? '', workspaceId, waitId, executionId, userId, tokenHash: newId() })
      return { waitId, executionId, ids }
    })
  }

  it('are listed to the one who is asked, decided once, audited, and then settled', async () => {
    const { executionId, ids } = await asks(office.userId)
    expect((await office.call.approval.list()).items).toMatchObject([{ id: ids[0], question: 'Pay it?', needed: 1, verdict: null }])
    expect(await office.call.approval.decide({ id: ids[0] ?? '', verdict: 'approved', note: 'Fine' })).toEqual({ port: 'approved', executionId })
    await expect(office.call.approval.decide({ id: ids[0] ?? '', verdict: 'rejected' })).rejects.toMatchObject({ code: 'CONFLICT', cause: { code: 'conflict.answered' } })
    expect((await office.call.approval.list()).items).toEqual([])
    expect((await office.call.approval.list({ state: 'settled' })).items).toMatchObject([{ verdict: 'approved', outcome: 'approved', votes: [{ note: 'Fine' }] }])
    const [row] = await office.ask((tx) => tx.execute(sql`select actor, data from audit_event where kind = 'approval.given' and subject_id = ${executionId}`))
    expect(row).toMatchObject({ actor: { kind: 'token' }, data: { verdict: 'approved', by: 'api', port: 'approved' } })
  })

  it('are nobody else’s to give', async () => {
    const { ids } = await asks(newId())
    await expect(office.call.approval.decide({ id: ids[0] ?? '', verdict: 'approved' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
