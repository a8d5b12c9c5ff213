import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { enginePlan } from '../../stack/plans'
import { anyFreePort } from '../../stack/ports'
import { Supervisor } from '../../stack/supervisor'
import { findTemporal } from '../../stack/temporal-server/find'
import { engineMissing } from '../support/present'
import { scratchFolder } from '../support/scratch'

describe.skipIf(engineMissing)('the engine', () => {
  const plan = async (folder: string, notices: string[]) => enginePlan({ binary: async () => (await findTemporal()) ?? '', folder, port: await anyFreePort(), logs: folder, onNotice: (text) => notices.push(text) })

  test('comes up with no state when the state it has cannot be read, and keeps that aside', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'temporal.db'), 'this is not a database '.repeat(1_000))
    const notices: string[] = []
    const supervisor = new Supervisor({ runFolder: folder, firstPauseMilliseconds: 5 })
    await supervisor.keep(await plan(folder, notices))
    expect(notices).toHaveLength(1)
    expect(readdirSync(folder).some((name) => name.startsWith('temporal.db.unreadable-'))).toBe(true)
    await supervisor.stop()
  })

  test('keeps its state over a restart', async () => {
    const folder = scratchFolder()
    const notices: string[] = []
    for (let start = 0; start < 2; start += 1) {
      const supervisor = new Supervisor({ runFolder: folder })
      await supervisor.keep(await plan(folder, notices))
      await supervisor.stop()
    }
    expect(notices).toEqual([])
    expect(readdirSync(folder)).toContain('temporal.db')
  })
})
