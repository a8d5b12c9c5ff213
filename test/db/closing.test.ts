import { sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withCommit } from '../../db/client'
import { Closing } from '../../db/closing'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import { openOffice, type Office } from '../support/fixtures'

/** What travels with the end of a transaction: it counts as much as what was waited for. */

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())
beforeEach(() => office.ask((tx) => tx.execute(sql`delete from tag`)))

const tagged = (id: string, name: SQL | string) => sql`insert into tag (workspace_id, id, name) values (${office.workspaceId}, ${id}, ${name})`
const names = async () => (await office.ask((tx) => tx.execute(sql`select name from tag order by name`))).map(({ name }) => name)

test('a statement that nobody waits for is there when the transaction is', async () => {
  await office.ask((tx) => withCommit(tx, send(tx, tagged(newId(), 'A')), send(tx, tagged(newId(), 'B'))))
  expect(await names()).toEqual(['A', 'B'])
})

test('one that the server refuses undoes all of it, and the transaction says why', async () => {
  const id = newId()
  await expect(office.ask(async (tx) => {
    await tx.execute(tagged(newId(), 'A'))
    await withCommit(tx, send(tx, tagged(id, 'B')), send(tx, tagged(id, 'C')))
    return 'taken'
  })).rejects.toMatchObject({ cause: { code: '23505' } })
  expect(await names()).toEqual([])
})

test('what is refused is why, whatever the work said afterwards', async () => {
  const id = newId()
  await expect(office.ask(async (tx) => {
    await withCommit(tx, send(tx, tagged(id, 'B')), send(tx, tagged(id, 'C')))
    await tx.execute(sql`select 1`)
  })).rejects.toMatchObject({ cause: { code: '23505' } })
  expect(await names()).toEqual([])
})

describe('of what is refused the first is why, and what follows from it is not, whichever is heard of first', () => {
  const refusal = Object.assign(new Error('twice'), { code: '23505' })
  const aftermath = new Error('failed', { cause: Object.assign(new Error('aborted'), { code: '25P02' }) })
  const heardLate = () => new Promise<never>((_, reject) => void setImmediate(() => reject(refusal)))
  const closingOf = (...sent: readonly Promise<unknown>[]) => {
    const closing = new Closing(newId())
    for (const statement of sent) closing.include(statement)
    return closing
  }

  test('at the end of the transaction', async () => {
    await expect(closingOf(heardLate(), Promise.reject(aftermath)).settled()).rejects.toBe(refusal)
    await expect(closingOf(Promise.reject(refusal), Promise.reject(aftermath)).settled()).rejects.toBe(refusal)
  })

  test('where the work itself failed', async () => {
    expect(await closingOf(heardLate()).causeOf(aftermath)).toBe(refusal)
    expect(await closingOf(Promise.reject(aftermath)).causeOf(refusal)).toBe(refusal)
    expect(await closingOf(Promise.resolve()).causeOf(refusal)).toBe(refusal)
  })
})

test('outside a workspace it is waited for', async () => {
  const id = newId()
  await expect(office.database.system.transaction(async (tx) => withCommit(tx, send(tx, sql`select 1`), send(tx, sql`select ${id}::int`)))).rejects.toMatchObject({ cause: { code: '22P02' } })
})

describe.each([['new', 1], ['known to the server', 6]])('in a statement that is %s', (_, uses) => {
  test.each<[string, unknown]>([['a Date', new Date()], ['an object', { a: 1 }], ['a value of type function', () => 1]])('%s is refused by name, and nothing of its transaction is kept', async (kind, value) => {
    const write = (given: unknown) => sql`insert into tag (workspace_id, id, name) values (${office.workspaceId}, ${newId()}, ${given}::text)`
    for (let use = 1; use < uses; use += 1) await office.ask((tx) => withCommit(tx, send(tx, write(`${kind} ${use}`))))
    const before = await names()
    await expect(office.ask(async (tx) => {
      await tx.execute(tagged(newId(), 'before'))
      await withCommit(tx, send(tx, write(value)), send(tx, tagged(newId(), 'after')))
    })).rejects.toMatchObject({ cause: { message: `parameter $3 is ${kind}; a statement takes text, numbers, yes or no, bytes and nulls` } })
    expect(await names()).toEqual(before)
  })
})
