import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withCommit } from '../../db/client'
import { gathered } from '../../db/gathered'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import { openOffice, type Office } from '../support/fixtures'

/** What many do side by side in one transaction is asked of the server once. */

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const statements: (readonly string[])[] = []
beforeEach(async () => {
  statements.length = 0
  await office.ask((tx) => tx.execute(sql`delete from tag`))
})

/** Answers how long each name is. */
const addTag = gathered(async (tx, names: readonly string[]) => {
  statements.push(names)
  const rows = names.map((name) => ({ id: newId(), name }))
  await send(tx, sql`insert into tag (workspace_id, id, name) select ${office.workspaceId}::uuid, r.id, r.name from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, name text)`)
  return names.map((name) => name.length)
})

test('those who ask at the same moment are asked for together, in their order, and each is answered', async () => {
  const lengths = await office.ask((tx) => Promise.all(['a', 'bb', 'ccc'].map(async (name, index) => {
    // Each comes to its question on a way of its own length.
    for (let step = 0; step < index * 3; step += 1) await Promise.resolve()
    return addTag(tx, name).answer
  })))
  expect(lengths).toEqual([1, 2, 3])
  expect(statements).toEqual([['a', 'bb', 'ccc']])
})

test('who asks after an answer, or in another transaction, asks anew', async () => {
  await Promise.all([
    office.ask(async (tx) => [await addTag(tx, 'a').answer, await addTag(tx, 'b').answer]),
    office.ask(async (tx) => addTag(tx, 'c').answer),
  ])
  expect(statements.toSorted()).toEqual([['a'], ['b'], ['c']])
})

test('what is asked once it was sent sees what it did, though nobody waited for the answer', async () => {
  const seen = await office.ask(async (tx) => {
    const adding = addTag(tx, 'a')
    await adding.sent
    await withCommit(tx, adding.answer)
    return send(tx, sql`select name from tag`)
  })
  expect(seen.map(({ name }) => name)).toEqual(['a'])
})

test('a refusal undoes the transaction and is why, even if what came after it is heard of before', async () => {
  await expect(office.ask(async (tx) => {
    const adding = [addTag(tx, 'a'), addTag(tx, 'A')]
    await adding[0]?.sent
    await withCommit(tx, ...adding.map(({ answer }) => answer), send(tx, sql`select 1`))
  })).rejects.toMatchObject({ cause: { code: '23505' } })
  expect(await office.ask((tx) => tx.execute(sql`select 1 from tag`))).toEqual([])
})
