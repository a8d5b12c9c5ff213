/** The value below which the share `p` (0 to 1) of the values lies, by nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  const found = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]
  if (found === undefined) throw new RangeError('there is nothing to take a percentile of')
  return found
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Runs `work` and returns how many milliseconds it took. */
export async function milliseconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Measures ours and the baseline in turn, so that both see the same machine, and returns the median of each. The first round warms up and does not count. */
export async function inTurn(rounds: number, ours: () => Promise<number> | number, baseline: () => Promise<number> | number): Promise<{ ours: number; baseline: number }> {
  const measured: { ours: number; baseline: number }[] = []
  for (let round = 0; round <= rounds; round += 1) measured.push({ ours: await ours(), baseline: await baseline() })
  const counted = measured.slice(1)
  return { ours: median(counted.map((pair) => pair.ours)), baseline: median(counted.map((pair) => pair.baseline)) }
}

/** Keeps `inFlight` calls going until `total` have ended. */
export async function closedLoop(total: number, inFlight: number, call: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < total) {
      const index = next
      next += 1
      await call(index)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
}
