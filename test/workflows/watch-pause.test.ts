import { expect, test } from 'vitest'
import { FIRST_PAUSE_SECONDS, pauseAfter, type Ended } from '../../workflows/watch-pause'

const dropped = (livedSeconds = 3): Ended => ({ end: 'dropped', code: 'refused', livedSeconds })
const lost: Ended = { end: 'worker lost' }
/** The pauses after watchers that ended in these ways, one after another. */
const pauses = (...ends: readonly Ended[]) => {
  let nextSeconds = FIRST_PAUSE_SECONDS
  return ends.map((ended) => {
    const pause = pauseAfter(ended, { nextSeconds })
    nextSeconds = pause.nextSeconds
    return pause.seconds
  })
}

test('a server that drops the connection again and again is asked less and less often, at least once a minute', () => {
  expect(pauses(...Array.from({ length: 9 }, () => dropped()))).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
})

test('after a healthy minute the first pause is short again', () => {
  expect(pauses(dropped(), dropped(), dropped(60), dropped())).toEqual([1, 2, 1, 2])
})

test('however often the worker is killed, the account is watched again at once; what its server did is still remembered', () => {
  expect(pauses(lost, lost, lost, lost, lost, lost, lost)).toEqual([1, 1, 1, 1, 1, 1, 1])
  expect(pauses(dropped(), dropped(), lost, dropped())).toEqual([1, 2, 1, 4])
})

test('a sign-in that was refused is not tried again for a quarter of an hour', () => {
  expect(pauses({ end: 'signed out', code: 'wrong password', livedSeconds: 0 })).toEqual([900])
})
