import { expect, test } from 'vitest'
import { faultsOf } from '../../server/faults'

test('a process in production refuses to be told to die', () => {
  expect(() => faultsOf({ NODE_ENV: 'production', POSTROOM_FAULTS: '/tmp/plan.json' })).toThrow('refused in production')
  expect(() => faultsOf({ POSTROOM_FAULTS: '/tmp/plan.json' })).toThrow('refused in production')
})

test('without a plan every site is passed', async () => {
  await expect(faultsOf({ NODE_ENV: 'production' })('ingest: before commit')).resolves.toBeUndefined()
})
