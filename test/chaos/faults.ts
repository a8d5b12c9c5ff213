import type { Random } from '../../stack/demo/random'
import type { Headless, PartName } from '../support/headless'
import { until } from '../support/until'

/** Something that is done to a running Postroom. At a site the worker dies by itself the next time that it comes by there. */
export type Fault = { readonly name: string } & ({ readonly kill: PartName; readonly memory?: 'lost' } | { readonly site: string })

const KILLS: readonly Fault[] = [
  { name: 'worker', kill: 'worker' },
  { name: 'engine', kill: 'engine' },
  { name: 'database', kill: 'database' },
  { name: 'engine and its memory', kill: 'engine', memory: 'lost' },
]

const SITES: readonly Fault[] = [
  'ingest: before commit', 'ingest: after commit', 'advance: before commit', 'advance: after commit',
  'perform: before claim', 'perform: after claim', 'perform: during call', 'perform: before settle', 'perform: after settle',
  'send: claimed', 'send: calling', 'send: before settling', 'append: before', 'append: after',
].map((site) => ({ name: `worker, ${site}`, site }))

export interface Injected {
  readonly name: string
  readonly at: Date
}

/** Of every twelve faults after the first three, one meets the engine, one the database, and ten the worker. */
const ROUND = 12

/** Which faults come, in order: the worker, the engine and the database at any moment first, so that the shortest run has each; then rounds of all, shuffled. */
export function drawFaults(random: Random, count: number): Fault[] {
  const [worker, engine, database, forgetful] = KILLS
  if (worker === undefined || engine === undefined || database === undefined || forgetful === undefined) throw new Error('the kills have changed')
  const faults = [worker, engine, database]
  while (faults.length < count) {
    const round = [random.chance(0.5) ? engine : forgetful, database, ...Array.from({ length: ROUND - 2 }, () => (random.chance(0.5) ? worker : random.pick(SITES)))]
    faults.push(...round.map((fault) => ({ fault, key: random.next() })).sort((left, right) => left.key - right.key).map(({ fault }) => fault))
  }
  return faults.slice(0, count)
}

/** Does it as soon as the part runs. Where nobody comes by a site in time, the worker dies where it stands. */
export async function inject(postroom: Headless, fault: Fault): Promise<Injected> {
  const { name } = fault
  const part = 'site' in fault ? 'worker' : fault.kill
  await until(`the ${part} runs`, () => postroom.status(part).state === 'running', { withinMilliseconds: 60_000 })
  if ('site' in fault) return (await dieAt(postroom, fault.site, name)) ?? end(postroom, 'worker', 'worker')
  return end(postroom, part, name, fault.memory)
}

/** Again, if it ended by itself meanwhile: another one will come. */
async function end(postroom: Headless, part: PartName, name: string, memory?: 'lost'): Promise<Injected> {
  return until(`the ${part} is killed`, async () => {
    const at = new Date()
    if (memory === 'lost') await postroom.loseEngineMemory()
    else await postroom.kill(part)
    return { name, at }
  }, { withinMilliseconds: 60_000 })
}

/** Null: nobody came by. */
async function dieAt(postroom: Headless, site: string, name: string): Promise<Injected | null> {
  const { restarts } = postroom.status('worker')
  postroom.dieAt({ [site]: 'next' })
  const deadline = Date.now() + 10_000
  const isOver = await until(`a death at ${site}`, () => (postroom.status('worker').restarts > restarts ? 'dead' : Date.now() > deadline && 'nobody came'), { withinMilliseconds: 20_000 })
  postroom.dieAt({})
  return isOver === 'dead' ? { name, at: new Date() } : null
}
