// A supervisor over two idle programs, as a process of its own that tests can kill: one on the leash, one not.
// Argument: the run folder. Prints "up" when both are running.

import { join } from 'node:path'
import type { ChildPlan } from '../../stack/child'
import { Supervisor } from '../../stack/supervisor'

const runFolder = process.argv[2] ?? ''
const supervisor = new Supervisor({ runFolder })
const idle = (name: string, leashed: boolean): ChildPlan => ({
  name,
  port: null,
  log: join(runFolder, `${name}.log`),
  leashed,
  launch: () => Promise.resolve({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], env: process.env }),
  ready: () => Promise.resolve(),
  signals: ['SIGTERM'],
  graceMilliseconds: 2_000,
})
await supervisor.keep(idle('leashed', true))
await supervisor.keep(idle('loose', false))
process.stdout.write(`up ${JSON.stringify(supervisor.status())}\n`)
process.on('SIGTERM', () => {
  void supervisor.stop().then(() => process.exit(0))
})
