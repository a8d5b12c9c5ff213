import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { workerFlags } from '../../stack/plans'
import { scratchFolder } from '../support/scratch'

/** Counts the promises that a hook hears of, as the engine's library asks for them, here and in a thread beside it. */
const COUNTING = `
  const { isMainThread, Worker, parentPort } = require('node:worker_threads')
  let heard = 0
  const stop = require('node:v8').promiseHooks.createHook({ init: () => { heard += 1 } })
  for (let made = 0; made < 3; made += 1) new Promise(() => undefined)
  stop()
  if (isMainThread) new Worker(__filename).once('message', (there) => console.log(JSON.stringify({ here: heard, there })))
  else parentPort.postMessage(heard)
`

test('in the thread that runs workflows nobody notes where each promise was made, elsewhere who wants to may', async () => {
  const script = join(scratchFolder(), 'counting.cjs')
  writeFileSync(script, COUNTING)
  const { stdout } = await promisify(execFile)(process.execPath, [...workerFlags(), script])
  expect(JSON.parse(stdout)).toEqual({ here: 3, there: 0 })
})
