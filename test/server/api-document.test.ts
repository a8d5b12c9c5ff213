import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '../../db/schema/columns'
import { appRouter } from '../../server/routers'
import { type Served, type TestApi, bearer, callAs, openApi, personIn, serve, tokenOf } from '../support/api'
import { invoiceGraph } from '../support/office-api'
import { accountWith, mailWith, runWith } from '../support/fixtures'

const document = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
const lines = [...document.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => (block ?? '').split('\n')).filter((line) => line.startsWith('curl '))
const run = promisify(execFile)

let api: TestApi
let served: Served
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  const running = await serve(await openApi())
  api = running.api
  served = running
  const person = await personIn(api)
  const { accountId, mailboxes } = await api.database.inWorkspace(person.workspaceId, (tx) => accountWith(tx, person.workspaceId, 'us@people.example'))
  const token = await tokenOf(api, person)
  const call = await callAs(api, bearer(token))
  const rule = await call.rule.create({ name: 'Invoices', accountId, graph: invoiceGraph(mailboxes.Invoices) })
  await call.rule.publish({ id: rule.id, revision: 1 })
  const executionId = await api.database.inWorkspace(person.workspaceId, async (tx) => {
    const office = { workspaceId: person.workspaceId, accountId, mailboxes }
    return runWith(tx, office, { ruleId: rule.id, ...(await mailWith(tx, office, { subject: 'Invoice 7' })), state: 'done', steps: [{ stepId: 'start', state: 'done', port: 'next' }] })
  })
  env = { PATH: process.env.PATH, NODE_ENV: 'test', POSTROOM: served.url, TOKEN: token, ACCOUNT: accountId, RULE: rule.id, EXECUTION: executionId, REQUEST: newId() }
})

afterAll(async () => {
  await served.close()
  await api.close()
})

describe('docs/api.md', () => {
  test('has a line for every noun of the API', () => {
    const shown = new Set(lines.map((line) => /\/api\/trpc\/(\w+)\./.exec(line)?.[1]))
    const nouns = new Set(Object.keys(appRouter._def.procedures).map((path) => path.split('.')[0]))
    expect([...nouns].filter((noun) => !shown.has(noun))).toEqual([])
  })

  test('names no procedure that there is not', () => {
    const procedures = Object.keys(appRouter._def.procedures)
    const nouns = new Set(procedures.map((path) => path.split('.')[0]))
    const named = [...new Set([...document.matchAll(/(?<![\w.-])([a-z]\w*(?:\.[a-z]\w*)+)/gi)].map(([, path = '']) => path))].filter((path) => nouns.has(path.split('.')[0]))
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((path) => !procedures.includes(path))).toEqual([])
  })

  test.each(lines.filter((line) => !line.includes('live.changes')))('works as it is written: %s', async (line) => {
    const { stdout } = await run('bash', ['-c', line], { env })
    expect(z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) }).safeParse(JSON.parse(stdout)).success).toBe(true)
  })

  test('shows how to follow what changes', async () => {
    const line = lines.find((one) => one.includes('live.changes')) ?? ''
    // Stopping after two seconds is curl's exit code 28: there is no end of its own.
    const stopped = await run('bash', ['-c', line], { env }).catch((error: unknown) => z.object({ code: z.literal(28), stdout: z.string() }).parse(error))
    expect(stopped.stdout).toContain('"everything"')
  })
})
