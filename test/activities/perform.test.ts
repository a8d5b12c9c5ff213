import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import type { OutwardPerformer } from '../../activities/effects/performer'
import { perform, type PerformDeps } from '../../activities/perform'
import { Failure } from '../../mail/failure'
import type { Receipt } from '../../rules/effects'
import type { Office } from '../support/fixtures'
import { graphOf, ruleWith } from '../support/rules'
import { dieAt, endLease as endLeaseOf, openWorkbench, type Workbench } from '../support/workbench'

let bench: Workbench
let office: Office
let real: AdvanceDeps & PerformDeps
let account: { accountId: string; mailboxes: Office['mailboxes'] }

beforeAll(async () => {
  bench = await openWorkbench()
  office = bench.office
  real = { ...bench.deps, heartbeat: () => undefined, signal: new AbortController().signal }
})
afterAll(() => bench.close())
beforeEach(async () => {
  account = await bench.newAccount()
})

const moved: Receipt = { effect: 'message.move', result: 'done', change: 'changed' }
/** A mail server that is none: what it is asked and what it answers is the test's. */
function withPeer(peer: Partial<OutwardPerformer<'message.move'>>): AdvanceDeps & PerformDeps & { asked: string[] } {
  const asked: string[] = []
  const mover: OutwardPerformer<'message.move'> = {
    perform: async (context, effect, hold) => {
      asked.push('perform')
      if (peer.perform !== undefined) return peer.perform(context, effect, hold)
      await hold.calling()
      return moved
    },
    ...(peer.lookup === undefined ? {} : { lookup: async (context, effect) => {
      asked.push('lookup')
      return peer.lookup?.(context, effect) ?? null
    } }),
  }
  return { ...real, performers: { ...real.performers, 'message.move': mover }, asked }
}

interface Step {
  readonly workspaceId: string
  readonly executionId: string
  readonly stepId: string
}

async function ready(): Promise<Step> {
  await ruleWith(office, graphOf({ move: { type: 'mailbox.move', config: { mailboxRef: account.mailboxes.Invoices } }, tag: { type: 'tag.add', config: { tag: 'Moved' } } }, [['start', 'move'], ['move', 'tag']]), { accountId: account.accountId })
  const { executionIds: [executionId = ''] } = await bench.deliver(account.accountId)
  const subject = { workspaceId: office.workspaceId, executionId }
  await advance(real, subject)
  return { ...subject, stepId: 'move' }
}
const claimOf = async ({ executionId }: Step) => (await office.ask((tx) => tx.execute(sql`select state, attempts, next_try_at from claim where execution_id = ${executionId}`)))[0]
const stepOf = async ({ executionId }: Step) => (await office.ask((tx) => tx.execute(sql`select state, reason, port, attempts, next_try_at from execution_step where execution_id = ${executionId} and step_id = 'move'`)))[0]
const reservations = async ({ executionId }: Step) => Number((await office.ask((tx) => tx.execute(sql`select count(*)::int as n from reservation where execution_id = ${executionId} and scope_key like 'move:%'`)))[0]?.n)
const endLease = ({ executionId }: Step) => endLeaseOf(office, executionId)

test('an effect is performed once, however many ask for it at once', async () => {
  const step = await ready()
  const deps = withPeer({})
  await Promise.all(Array.from({ length: 8 }, () => perform(deps, step)))
  await perform(deps, step)
  expect(deps.asked).toEqual(['perform'])
  expect(await claimOf(step)).toMatchObject({ state: 'done', attempts: 1 })
  expect(await stepOf(step)).toMatchObject({ state: 'done', port: 'next' })
})

describe('a worker that died', () => {
  test('before the call: nobody touches its claim while the lease lasts, then it is taken over and performed', async () => {
    const step = await ready()
    const deps = withPeer({ lookup: async () => moved })
    await dieAt('perform: after claim', deps, step)
    await perform(deps, step)
    expect(deps.asked).toEqual([])
    expect((await advance(real, step)).notBefore.move).toBeGreaterThan(Date.now())
    await endLease(step)
    await perform(deps, step)
    expect(deps.asked).toEqual(['perform'])
    expect((await advance(real, step)).ended).toBe('done')
  })

  test('during the call: the peer is asked first, and what it has done is not done again', async () => {
    const step = await ready()
    const deps = withPeer({ lookup: async () => moved })
    await dieAt('perform: during call', deps, step)
    await endLease(step)
    await perform(deps, step)
    expect(deps.asked).toEqual(['perform', 'lookup'])
    expect(await claimOf(step)).toMatchObject({ state: 'done' })
  })

  test('during the call, and the peer says it did not happen: it is performed', async () => {
    const step = await ready()
    const deps = withPeer({ lookup: async () => null })
    await dieAt('perform: during call', deps, step)
    await endLease(step)
    await perform(deps, step)
    expect(deps.asked).toEqual(['perform', 'lookup', 'perform'])
    expect(await claimOf(step)).toMatchObject({ state: 'done', attempts: 2 })
  })

  test('during the call to a peer that cannot be asked: the step is uncertain and nothing repeats it', async () => {
    const step = await ready()
    const deps = withPeer({})
    await dieAt('perform: during call', deps, step)
    await endLease(step)
    await perform(deps, step)
    await perform(deps, step)
    expect(deps.asked).toEqual(['perform'])
    expect(await stepOf(step)).toMatchObject({ state: 'uncertain', reason: 'answer lost' })
    expect((await advance(real, step)).ended).toBe('uncertain')
  })

  test('but lives after all: its late receipt turns uncertain into done, and the edges stay as they were settled', async () => {
    const step = await ready()
    let answer: (receipt: Receipt) => void = () => undefined
    const slow = withPeer({ perform: async (_context, _effect, hold) => {
      await hold.calling()
      return new Promise<Receipt>((resolve) => (answer = resolve))
    } })
    const late = perform(slow, step)
    while ((await claimOf(step))?.state !== 'calling') await Promise.resolve()
    await endLease(step)
    await perform(withPeer({}), step)
    expect((await advance(real, step)).ended).toBe('uncertain')
    answer(moved)
    await late
    const standing = await advance(real, step)
    expect(standing.ended).toBe('done')
    const [tag] = await office.ask((tx) => tx.execute(sql`select state, reason from execution_step where execution_id = ${step.executionId} and step_id = 'tag'`))
    expect(tag).toEqual({ state: 'skipped', reason: 'not on the path taken' })
  })

  test('and was overtaken: it may not call any more', async () => {
    const step = await ready()
    let go: () => void = () => undefined
    const waiting = new Promise<void>((resolve) => (go = resolve))
    let called = false
    const slow = withPeer({ perform: async (_context, _effect, hold) => {
      await waiting
      await hold.calling()
      called = true
      return moved
    } })
    const overtaken = perform(slow, step)
    while ((await claimOf(step))?.state !== 'reserved') await Promise.resolve()
    await endLease(step)
    await perform(withPeer({ lookup: async () => null }), step)
    go()
    await overtaken
    expect(called).toBe(false)
    expect(await claimOf(step)).toMatchObject({ state: 'done' })
  })
})

describe('a failure', () => {
  test('that may pass is tried again later, with the next try shown', async () => {
    const step = await ready()
    const deps = withPeer({ perform: async () => Promise.reject(new Failure('away', { retry: 'yes', publicMessage: 'The mail server is away.' })) })
    await perform(deps, step)
    expect(await stepOf(step)).toMatchObject({ state: 'retrying' })
    expect((await stepOf(step))?.next_try_at).not.toBeNull()
    const standing = await advance(real, step)
    expect(standing.notBefore.move).toBeGreaterThan(Date.now())
    await perform(deps, step)
    expect(deps.asked).toHaveLength(1)
    await endLease(step)
    await perform(withPeer({}), step)
    expect((await advance(real, step)).ended).toBe('done')
    expect((await stepOf(step))?.attempts).toMatchObject([{ result: 'retry' }, { result: 'done' }])
  })

  test('that lasts a day is final', async () => {
    const step = await ready()
    const deps = withPeer({ perform: async () => Promise.reject(new Failure('away', { retry: 'yes', publicMessage: 'Away.' })) })
    await perform(deps, step)
    await endLease(step)
    await office.ask((tx) => tx.execute(sql`update claim set created_at = now() - interval '25 hours' where execution_id = ${step.executionId}`))
    await perform(deps, step)
    expect(await stepOf(step)).toMatchObject({ state: 'failed', reason: 'away' })
  })

  test('for good fails the step and gives the event’s move back to the next rule', async () => {
    const step = await ready()
    const deps = withPeer({ perform: async () => {
      expect(await reservations(step)).toBe(1)
      throw new Failure('mailbox missing', { retry: 'no', publicMessage: 'The folder is gone.' })
    } })
    await perform(deps, step)
    expect(await stepOf(step)).toMatchObject({ state: 'failed', reason: 'mailbox missing' })
    expect(await reservations(step)).toBe(0)
    expect((await advance(real, step)).ended).toBe('failed')
  })

  test('that leaves open whether it happened is looked up before the next try', async () => {
    const step = await ready()
    const deps = withPeer({ lookup: async () => moved, perform: async (_context, _effect, hold) => {
      await hold.calling()
      throw new Error('socket hang up')
    } })
    await perform(deps, step)
    expect(await stepOf(step)).toMatchObject({ state: 'retrying' })
    await endLease(step)
    await perform(deps, step)
    expect(deps.asked).toEqual(['perform', 'lookup'])
    expect(await stepOf(step)).toMatchObject({ state: 'done' })
  })
})

test('while all automation is stopped nothing begins to be called', async () => {
  const step = await ready()
  let called = false
  const deps = withPeer({ perform: async (_context, _effect, hold) => {
    await hold.calling()
    called = true
    return moved
  } })
  await office.ask((tx) => tx.execute(sql`update workspace set halted = true where id = ${office.workspaceId}`))
  await perform(deps, step)
  await office.ask((tx) => tx.execute(sql`update workspace set halted = false where id = ${office.workspaceId}`))
  expect(called).toBe(false)
  expect(await stepOf(step)).toMatchObject({ state: 'failed', reason: 'halted' })
})

test('a cancelled execution awaits the call in flight and records what it was', async () => {
  const step = await ready()
  let answer: (receipt: Receipt) => void = () => undefined
  const slow = withPeer({ perform: async (_context, _effect, hold) => {
    await hold.calling()
    return new Promise<Receipt>((resolve) => (answer = resolve))
  } })
  const call = perform(slow, step)
  while ((await claimOf(step))?.state !== 'calling') await Promise.resolve()
  await office.ask((tx) => tx.execute(sql`update execution set cancel_requested_at = now() where id = ${step.executionId}`))
  expect((await advance(real, step)).ended).toBeNull()
  answer(moved)
  await call
  expect((await advance(real, step)).ended).toBe('cancelled')
  expect(await stepOf(step)).toMatchObject({ state: 'done' })
})
