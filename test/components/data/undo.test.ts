import { afterEach, describe, expect, test, vi } from 'vitest'
import { QueryClient } from '@tanstack/react-query'
import { nounsOf } from '../../../components/data/live'
import { changeNow } from '../../../components/data/optimistic'
import { deeds, lastDone, lastUndone, redoDeed, remember, undoDeed } from '../../../components/data/undo'
import { outcomeOf } from '../../../components/sign-in/sign-in-outcome'
import { marked, sizeOfGroup } from '../../../components/explanation/compared-rows'

afterEach(() => {
  deeds.set([])
  vi.unstubAllGlobals()
})

describe('taking back what was done', () => {
  test('undoes the newest deed once, however often it is asked', async () => {
    let undone = 0
    remember({ scope: 'mail', what: 'first', undo: () => Promise.resolve() })
    const id = remember({ scope: 'mail', what: 'second', undo: () => Promise.resolve((undone += 1)) })
    expect(lastDone()?.what).toBe('second')
    expect(await Promise.all([undoDeed(id), undoDeed(id)])).toEqual([true, false])
    expect(undone).toBe(1)
    expect(lastDone()?.what).toBe('first')
  })

  test('does again what knows how', async () => {
    const id = remember({ scope: 'mail', what: 'archived', undo: () => Promise.resolve(), redo: () => Promise.resolve() })
    await undoDeed(id)
    expect(lastUndone()?.id).toBe(id)
    expect(await redoDeed(id)).toBe(true)
    expect(lastDone()?.id).toBe(id)
  })

  test('says so when it could not be undone, and may be tried again', async () => {
    const reported: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
    let refuses = true
    const id = remember({ scope: 'records', what: 'moved', undo: () => (refuses ? Promise.reject(new Error('refused')) : Promise.resolve()) })
    expect(await undoDeed(id)).toBe(false)
    expect(deeds.get()[0]?.state).toBe('failed')
    refuses = false
    expect(await undoDeed(id)).toBe(true)
    expect(reported).toHaveLength(1)
  })

  test('keeps the last twenty', () => {
    for (let count = 0; count < 25; count++) remember({ scope: 'mail', what: String(count), undo: () => Promise.resolve() })
    expect(deeds.get()).toHaveLength(20)
    expect(deeds.get()[0]?.what).toBe('24')
  })
})

test('a change shown at once is put back everywhere when the server refuses it', async () => {
  const client = new QueryClient()
  client.setQueryData([['message', 'list'], { input: 1 }], ['a', 'b'])
  client.setQueryData([['message', 'list'], { input: 2 }], ['b', 'c'])
  const undo = await changeNow<readonly string[]>(client, { queryKey: [['message', 'list']] }, (ids) => ids.filter((id) => id !== 'b'))
  expect(client.getQueryData([['message', 'list'], { input: 2 }])).toEqual(['c'])
  undo()
  expect(client.getQueryData([['message', 'list'], { input: 1 }])).toEqual(['a', 'b'])
})

test('a change refetches its own noun and the screens that show it', () => {
  expect(nounsOf({ kind: 'outgoing server', ids: [] })).toEqual(['outgoingServer'])
  expect(nounsOf({ kind: 'account', ids: [] })).toContain('mailbox')
  expect(nounsOf({ kind: 'everything', ids: [] })).toBeNull()
})

test('signing in tells a wrong password, too many attempts and a server that is away apart', () => {
  const now = new Date('2026-11-19T12:00:00Z')
  expect(outcomeOf({ ok: true, error: null }, now)).toBe('signed in')
  expect(outcomeOf({ ok: false, error: 'CredentialsSignin' }, now)).toEqual({ kind: 'wrong' })
  expect(outcomeOf({ ok: false, error: 'limited:90' }, now)).toEqual({ kind: 'limited', until: new Date('2026-11-19T12:01:30Z') })
  expect(outcomeOf(undefined, now)).toEqual({ kind: 'unreachable' })
})

test('the deciding part of a value is cut out by UTF-16 units, as it is stored', () => {
  expect(marked('Ihre 🧾 Rechnung', [0, 8, 16])).toEqual({ before: 'Ihre 🧾 ', mark: 'Rechnung', after: '' })
  expect(sizeOfGroup({ path: [1], kind: 'group', actual: null, verdict: true }, [
    { path: [1, 0], kind: 'test', actual: [], verdict: true },
    { path: [1, 1], kind: 'group', actual: null, verdict: true },
    { path: [1, 1, 0], kind: 'test', actual: [], verdict: true },
    { path: [0, 1], kind: 'test', actual: [], verdict: true },
  ])).toBe(2)
})
