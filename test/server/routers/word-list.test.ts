import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOfficeApi, type OfficeApi } from '../../support/office-api'
import { graphOf, ruleWith } from '../../support/rules'

let office: OfficeApi
beforeAll(async () => { office = await openOfficeApi() })
afterAll(() => office.close())

it('word lists are kept by name without repetitions, and cannot be removed while a rule compares with them', async () => {
  const { id, entries } = await office.call.wordList.create({ name: 'Partners', entries: [' Example.com ', '', 'example.COM', 'ada@example.com'] })
  expect(entries).toEqual(['Example.com', 'ada@example.com'])
  const conditions = { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'from', operator: 'inList', values: [id] }] }
  await ruleWith(office, graphOf({ if: { type: 'condition', config: { conditions } }, tag: { type: 'tag.add', config: { tag: 'Partner' } } }, [['start', 'if'], ['if:yes', 'tag']]), { name: 'Partner mail' })
  expect(await office.call.wordList.list()).toMatchObject([{ id, name: 'Partners', usedBy: [{ name: 'Partner mail' }] }])
  expect((await office.call.rule.moment()).lists).toEqual({ [id]: ['Example.com', 'ada@example.com'] })
  await expect(office.call.wordList.remove({ id })).rejects.toMatchObject({ code: 'CONFLICT', cause: { code: 'conflict.used' } })
  await office.call.wordList.update({ id, entries: ['other.example'] })
  await office.ask((tx) => tx.execute(sql`update rule set state = 'deleted' where name = 'Partner mail'`))
  expect(await office.call.wordList.list()).toMatchObject([{ name: 'Partners', entries: ['other.example'], usedBy: [] }])
  await office.call.wordList.remove({ id })
  expect(await office.call.wordList.list()).toEqual([])
})

it('two word lists of one name cannot be told apart, so there is only one', async () => {
  await office.call.wordList.create({ name: 'VIPs', entries: [] })
  await expect(office.call.wordList.create({ name: 'vips', entries: [] })).rejects.toMatchObject({ code: 'CONFLICT', cause: { code: 'conflict.name' } })
})
