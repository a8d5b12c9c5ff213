/**
 * Sets on a line, as stretches between cuts. A cut stands just before or just after a number, so that open and closed ends need no cases of their own.
 */

/** Just before (0) or just after (1) a number. */
export type Cut = readonly [at: number, side: 0 | 1]
export type Stretches = readonly (readonly [from: Cut, to: Cut])[]

export const EVERYTHING: Stretches = [[[-Infinity, 1], [Infinity, 0]]]
export const only = (value: number): Stretches => [[[value, 0], [value, 1]]]
export const below = (value: number): Stretches => [[[-Infinity, 1], [value, 0]]]
export const above = (value: number): Stretches => [[[value, 1], [Infinity, 0]]]
/** Both ends within. */
export const within = (first: number, last: number): Stretches => [[[first, 0], [last, 1]]]
/** From the first up to, and without, the second. */
export const from = (first: number, end: number): Stretches => [[[first, 0], [end, 0]]]

/** What lies in both. */
export function intersection(a: Stretches, b: Stretches): Stretches {
  return a.flatMap(([aFrom, aTo]) => b.flatMap(([bFrom, bTo]): Stretches => {
    const [start, end] = [later(aFrom, bFrom), earlier(aTo, bTo)]
    return isBefore(start, end) ? [[start, end]] : []
  }))
}

/** What lies in `a` and not in `b`. */
export function without(a: Stretches, b: Stretches): Stretches {
  return b.reduce<Stretches>((left, [start, end]) => left.flatMap((one) => [...intersection([one], [[[-Infinity, 1], start]]), ...intersection([one], [[end, [Infinity, 0]]])]), a)
}

/** Whether nothing lies in it; of whole numbers: no whole number. */
export function isEmpty(stretches: Stretches, isWhole: boolean): boolean {
  return stretches.every(([start, end]) => !isBefore(start, end) || (isWhole && !holdsWhole(start, end)))
}

function holdsWhole([at, side]: Cut, end: Cut): boolean {
  if (!Number.isFinite(at)) return true
  const first = Number.isInteger(at) ? at + side : Math.ceil(at)
  return isBefore([first, 0], end)
}

function isBefore([a, aSide]: Cut, [b, bSide]: Cut): boolean {
  return a < b || (a === b && aSide < bSide)
}

function later(a: Cut, b: Cut): Cut {
  return isBefore(a, b) ? b : a
}

function earlier(a: Cut, b: Cut): Cut {
  return isBefore(a, b) ? a : b
}
