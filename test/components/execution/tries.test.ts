import { describe, expect, it } from 'vitest'
import { timeScale } from '../../../components/execution/time-scale'
import { triesOf } from '../../../components/execution/tries'

const at = (second: number) => new Date(Date.UTC(2026, 10, 19, 14, 21, second))

describe('the tries of a step', () => {
  it('are those of its mail’s trail, each with the server’s words and its length', () => {
    const trail = [
      { at: at(0), kind: 'queued' as const, detail: null },
      { at: at(8), kind: 'calling' as const, detail: null },
      { at: at(18), kind: 'deferred' as const, detail: '421 4.7.0 too many connections' },
      { at: at(40), kind: 'calling' as const, detail: null },
      { at: at(41), kind: 'accepted' as const, detail: '250 2.0.0 queued' },
      { at: at(42), kind: 'appended' as const, detail: null },
    ]
    const tries = triesOf({ attempts: [], error: null, mail: { id: 'o', state: 'accepted', to: [], subject: '', nextTryAt: null, trail } })
    expect(tries).toMatchObject([
      { at: at(8), milliseconds: 10_000, result: 'retry', said: '421 4.7.0 too many connections' },
      { at: at(40), milliseconds: 1_000, result: 'done', said: '250 2.0.0 queued' },
    ])
  })

  it('show one that is under way', () => {
    const trail = [{ at: at(8), kind: 'calling' as const, detail: null }]
    expect(triesOf({ attempts: [], error: null, mail: { id: 'o', state: 'sending', to: [], subject: '', nextTryAt: null, trail } })).toMatchObject([{ result: 'running', milliseconds: null }])
  })

  it('name the failure that the ledger has for the last of them', () => {
    const error = { code: 'rejected', message: 'The receiving server refused the mail for good.', said: '550 no such user' }
    const trail = [{ at: at(1), kind: 'calling' as const, detail: null }, { at: at(2), kind: 'failed' as const, detail: '550 no such user' }]
    expect(triesOf({ attempts: [], error, mail: { id: 'o', state: 'failed', to: [], subject: '', nextTryAt: null, trail } })).toMatchObject([{ result: 'failed', code: 'rejected', said: '550 no such user' }])
  })
})

describe('the track of a run', () => {
  it('goes from left to right, and a day of waiting leaves a second of work visible', () => {
    const day = 86_400_000
    const place = timeScale([0, 1000, day])
    const work = place(0, 1000)
    const wait = place(1000, day)
    expect(work.start).toBe(0)
    expect(work.width).toBeGreaterThan(15)
    expect(wait.start).toBeGreaterThan(work.start)
    expect(wait.start + wait.width).toBeCloseTo(100)
  })

  it('draws what took no time as a point', () => {
    expect(timeScale([5, 5])(5, 5)).toEqual({ start: 0, width: 2.5 })
  })
})
