import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { beforeAll, describe, expect, test } from 'vitest'
import { HISTORIES } from '../support/histories'
import { workflowCode } from '../support/running-worker'

const saved = existsSync(HISTORIES) ? readdirSync(HISTORIES).filter((file) => file.endsWith('.json')) : []

beforeAll(async () => {
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') })
  await workflowCode()
}, 120_000)

describe('a workflow that began under earlier code goes on under this code', () => {
  test('and there are histories to prove it with', () => {
    expect(saved.length).toBeGreaterThan(0)
  })

  test.each(saved)('%s', async (file) => {
    const history = historyFromJSON(JSON.parse(readFileSync(new URL(file, HISTORIES), 'utf8')))
    await Worker.runReplayHistory({ workflowBundle: { code: await workflowCode() } }, history, file)
  })
})
