import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { ask } from './ask'

/** The run's Temporal server, and a prefix that keeps one test file's task queues and workflow ids apart from all others. */
export interface TestEngine {
  readonly address: string
  readonly namespace: 'postroom'
  readonly prefix: string
}

const told = z.object({ address: z.string().nullable() })

/** Throws where there is no `temporal` program; guard the suite with `engineMissing`. */
export async function testEngine(): Promise<TestEngine> {
  const { address } = await ask('temporal', told)
  if (address === null) throw new Error('There is no Temporal program here. "npm test" fetches or builds it; "npm run doctor" says how.')
  return { address, namespace: 'postroom', prefix: `t${randomBytes(4).toString('hex')}-` }
}
