/** Where a stretch of time is drawn, in percent of the track. */
export interface Place {
  readonly start: number
  readonly width: number
}

const LEAST = 2.5

/**
 * Lays stretches of milliseconds and of days on one track: time goes on from left to right, and each gap between two events is drawn by the logarithm of its
 * length, so that an hour of waiting does not make a second of work invisible.
 */
export function timeScale(times: readonly number[]): (from: number, until: number) => Place {
  const marks = [...new Set(times)].toSorted((a, b) => a - b)
  const offsets = [0]
  for (let index = 1; index < marks.length; index++) {
    const gap = (marks[index] ?? 0) - (marks[index - 1] ?? 0)
    offsets.push((offsets[index - 1] ?? 0) + Math.log2(1 + gap / 10) + 0.2)
  }
  const whole = offsets.at(-1) ?? 0
  const at = (time: number) => {
    const index = marks.indexOf(time)
    return whole === 0 || index < 0 ? 0 : ((offsets[index] ?? 0) / whole) * (100 - LEAST)
  }
  return (from, until) => ({ start: at(from), width: Math.max(LEAST, at(until) - at(from) + LEAST) })
}
