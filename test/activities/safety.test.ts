// What keeps rules from doing too much, too often, at the wrong time or for ever. No engine: the test says who works when. Each safeguard has a file of its own
// beside this one; they share the workbench.

import { safetyBench } from '../support/safety-bench'
import { budget } from './safety/budget'
import { howOften } from './safety/how-often'
import { killSwitch } from './safety/kill-switch'
import { loops } from './safety/loops'
import { pauses } from './safety/pauses'
import { tooManyRecords } from './safety/too-many-records'

const bench = safetyBench()
for (const safeguard of [howOften, budget, killSwitch, loops, tooManyRecords, pauses]) safeguard(bench)
