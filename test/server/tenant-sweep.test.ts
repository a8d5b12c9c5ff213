import { callTRPCProcedure, TRPCError } from '@trpc/server'
import { isObservable } from '@trpc/server/observable'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { channel, record, tag } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { contextOf, type Context } from '../../server/context'
import { appRouter } from '../../server/routers'
import { bearer, openApi, personIn, tokenOf, type Person, type TestApi } from '../support/api'
import { accountWith, mailWith, type Office } from '../support/fixtures'
import { digestOf, plantEverywhere, type PlantedRows } from '../support/rows'
import { ruleWith, tagEverything } from '../support/rules'
import { idFields, requiredIds, sampleFor } from '../support/sample-input'

interface Swept {
  readonly path: string
  readonly type: 'query' | 'mutation' | 'subscription'
  readonly inputs: readonly z.ZodType[]
}

/** Every procedure there is, from the router itself: a new one is swept without being named here. */
const PROCEDURES: readonly Swept[] = Object.entries<unknown>(appRouter._def.procedures).map(([path, procedure]) => ({ path, ...definitionOf(procedure) }))

/** Fields whose schema asks for more than its shape says. A procedure that answers a sample with 400 needs a line here. */
const ALSO: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'account.create': { address: 'new@people.example', imap: { host: 'mail.people.example', port: 993, security: 'tls', user: 'new' } },
  'account.update': { name: 'Renamed' },
  'calendar.create': { timeZone: 'Europe/Berlin', hours: { week: { monday: [{ from: '09:00', to: '17:00' }] } } },
  'execution.histogram': { from: new Date('2026-11-01T00:00:00Z'), until: new Date('2026-11-02T00:00:00Z'), bucketSeconds: 3600 },
  'me.update': { timeZone: 'Europe/Berlin' },
  'outgoingServer.create': { server: { host: 'mail.people.example', port: 587, security: 'starttls', user: '' } },
  'rule.dryRunPasted': { eml: 'From: a@example.com\n\nHello' },
  'outgoingServer.update': { name: 'Renamed' },
  'rule.import.create': { text: '{"format":"postroom.rules","version":1,"rules":[{"name":"Swept","graph":{"version":1,"nodes":[],"edges":[]}}]}' },
}

/** Asked for many things at once, these pass over what is not the caller's instead of refusing. */
const PASSES_OVER: ReadonlySet<string> = new Set(['notification.markRead', 'outbox.retryGroup'])

/** Mutations by transport only: their input is too large for a URL, and they change nothing. */
const ONLY_READS: ReadonlySet<string> = new Set(['rule.dryRun', 'rule.dryRunPasted', 'rule.import.preview', 'rule.validate', 'rule.whatIf.cancel', 'rule.whatIf.start'])

/** What the field `id` means where another id stands beside it: both must be ours before the other one is looked at. */
const SUBJECT: Readonly<Record<string, string>> = { 'account.update': 'accountId', 'channel.posts': 'channelId', 'record.assign': 'recordId', 'rule.copyTo': 'ruleId', 'rule.duplicate': 'ruleId', 'rule.runOn': 'ruleId', 'rule.shadow.report': 'ruleId' }

/** An id that names nothing there is: whoever calls makes it, so that calling twice does a thing once. */
const MADE_BY_CALLER = 'requestId'

let api: TestApi
let us: Person
let ours: Readonly<Record<string, string>>
let them: Person
let planted: PlantedRows
let token: string

beforeAll(async () => {
  api = await openApi()
  us = await personIn(api)
  them = await personIn(api)
  planted = await plantEverywhere(api.place.ownerUrl, them.workspaceId)
  token = await tokenOf(api, us)
  const { workspaceId, userId } = us
  const ask: Office['ask'] = (work) => api.database.inWorkspace(workspaceId, work)
  const place = await ask((tx) => accountWith(tx, workspaceId, 'us@people.example'))
  const { messageId, threadId } = await ask((tx) => mailWith(tx, { workspaceId, ...place }))
  const { ruleId } = await ruleWith({ workspaceId, userId, accountId: place.accountId, ask }, tagEverything())
  const [recordId, tagId, channelId] = [newId(), newId(), newId()]
  await ask(async (tx) => {
    await tx.insert(record).values({ id: recordId, workspaceId, type: 'ticket', number: 1, title: 'Ours' })
    await tx.insert(tag).values({ id: tagId, workspaceId, name: 'Ours' })
    await tx.insert(channel).values({ id: channelId, workspaceId, name: 'ours' })
  })
  const { accountId, mailboxes } = place
  ours = { accountId, accountIds: accountId, mailboxId: mailboxes.inbox, messageId, threadId, ids: messageId, messageIds: messageId, fromMessageId: messageId, inReplyToMessageId: messageId, ruleId, ruleIds: ruleId, recordId, tagId, channelId, userId, assigneeId: userId }
})

afterAll(() => api.close())

describe('every procedure', () => {
  test('there is', () => {
    expect(PROCEDURES.length).toBeGreaterThan(25)
    expect(PROCEDURES.filter(({ inputs }) => idFields(inputs).length > 0).length).toBeGreaterThan(10)
  })

  test.each(PROCEDURES)('refuses whoever is not signed in: $path', async (procedure) => {
    const nobodies: Record<string, string>[] = [{}, bearer('prm_' + 'x'.repeat(43)), { authorization: 'Basic cm9vdDpyb290' }, { cookie: 'postroom-session=x', 'x-middleware-subrequest': 'proxy:proxy:proxy', 'x-workspace-id': us.workspaceId }]
    for (const headers of nobodies) {
      for (const input of [undefined, sampleOf(procedure, () => newId())]) {
        expect(await outcome(procedure, input, await contextOf(api.services, new Headers(headers)))).toEqual({ code: 'UNAUTHORIZED', message: 'UNAUTHORIZED' })
      }
    }
  })

  test.each(PROCEDURES.filter(({ type, path }) => type === 'mutation' && !ONLY_READS.has(path)))('that changes something refuses a token that may only read: $path', async (procedure) => {
    const context = await contextOf(api.services, new Headers(bearer(await tokenOf(api, us, ['read']))))
    expect(await outcome(procedure, sampleOf(procedure, () => newId()), context)).toMatchObject({ code: 'FORBIDDEN' })
  })

  test.each(PROCEDURES.filter(({ type }) => type === 'mutation'))('that changes something refuses a page that is not ours: $path', async (procedure) => {
    const mine = await contextOf(api.services, new Headers(bearer(token)))
    expect(await outcome(procedure, sampleOf(procedure, () => newId()), { ...mine, sameOrigin: false })).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('may not change anything') })
  })

  test.each(PROCEDURES)('answers its own sample with something better than 400: $path', async (procedure) => {
    expect(await outcome(procedure, sampleOf(procedure, ownId), await ourContext())).not.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('[') })
  })

  test.each(PROCEDURES)('shows nothing of another workspace: $path', async (procedure) => {
    const answer = JSON.stringify(superjson.serialize(await outcome(procedure, sampleOf(procedure, ownId), await ourContext())))
    for (const secret of [planted.mark, them.workspaceId, them.email, ...planted.ids.values()]) expect(answer).not.toContain(secret)
  })

  test.each(PROCEDURES.filter(({ inputs }) => idFields(inputs).length > 0))('answers ids of another workspace exactly as ids of nothing: $path', async (procedure) => {
    const before = await digestOf(api.place.ownerUrl, them.workspaceId)
    const context = await ourContext()
    for (const field of idFields(procedure.inputs).filter((name) => name !== MADE_BY_CALLER)) {
      const random = newId()
      const absent = await outcome(procedure, sampleOf(procedure, (name) => (name === field ? random : besides(procedure, name))), context)
      // A filter that fits nothing gives an empty list; what a call is about, or what it would write, must be there.
      const mustExist = !PASSES_OVER.has(procedure.path) && (procedure.type === 'mutation' || requiredIds(procedure.inputs).includes(field))
      if (mustExist) expect(absent, `${field}: an id of nothing`).toMatchObject({ code: 'NOT_FOUND' })
      for (const [table, foreign] of planted.ids) {
        const answered = await outcome(procedure, sampleOf(procedure, (name) => (name === field ? foreign : besides(procedure, name))), context)
        expect(masked(answered, foreign), `${field}: an id of their ${table}`).toEqual(masked(absent, random))
      }
    }
    expect(await digestOf(api.place.ownerUrl, them.workspaceId)).toEqual(before)
  })
})

function definitionOf(procedure: unknown): Omit<Swept, 'path'> {
  if (typeof procedure !== 'function' || !('_def' in procedure)) throw new TypeError('not a procedure')
  return z.object({ type: z.enum(['query', 'mutation', 'subscription']), inputs: z.array(z.custom<z.ZodType>((value) => value instanceof z.ZodType)) }).parse(procedure._def)
}

function sampleOf({ path, inputs }: Swept, idOf: (field: string) => string): unknown {
  const sample = sampleFor(inputs, idOf)
  return typeof sample === 'object' ? { ...sample, ...ALSO[path] } : sample
}

/** An id of ours where the field says of what; elsewhere nobody's. */
function ownId(field: string): string {
  return ours[field] ?? newId()
}

/** An id of ours beside the one that is swept. */
function besides({ path }: Swept, field: string): string {
  return ownId(field === 'id' ? (SUBJECT[path] ?? field) : field)
}

function ourContext(): Promise<Context> {
  return contextOf(api.services, new Headers(bearer(token)))
}

/** What the caller gets: the value, the first value of a stream, or the error's code and text. */
async function outcome({ path, type }: Swept, input: unknown, ctx: Context): Promise<unknown> {
  const stop = new AbortController()
  try {
    const value: unknown = await callTRPCProcedure({ router: appRouter, path, type, ctx, getRawInput: () => Promise.resolve(input), signal: stop.signal, batchIndex: 0 })
    return isStream(value) && !isObservable(value) ? await value[Symbol.asyncIterator]().next() : value
  } catch (error) {
    if (error instanceof TRPCError) return { code: error.code, message: error.message }
    throw error
  } finally {
    stop.abort()
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

function masked(value: unknown, id: string): unknown {
  return JSON.parse(JSON.stringify(value ?? null).replaceAll(id, 'the id'))
}
