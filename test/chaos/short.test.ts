import { describe, expect, test } from 'vitest'
import { dovecotMissing, engineMissing } from '../support/present'
import { hasFailed, report } from './count'
import { storm } from './storm'

describe.skipIf(engineMissing || dovecotMissing)('a short storm', () => {
  test('worker, engine and database killed under mail: nothing is lost, done twice or stuck, and every effect and every way out of every wait was among it', { timeout: 420_000 }, async () => {
    const count = await storm({ seed: 1, executions: 20, kills: 3, tell: () => undefined })
    expect(hasFailed(count), report(count)).toBe(false)
    expect(count.uncovered, 'effects and ways out of waits that no rule of the storm leads to: add them in drawings.ts').toEqual([])
    expect(count).toMatchObject({ messages: 20, faults: { worker: 1, engine: 1, database: 1 } })
  })
})
