import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import { storedCalendars } from '../../../db/queries/calendars'
import { ruleReferences, type RuleReferences } from '../../../db/queries/rule-references'
import { rule, wordList } from '../../../db/schema'
import { readCalendars } from '../../../rules/calendar'
import type { Here } from '../../../rules/exchange/here'
import { accountsOf } from '../account/view'

/** What rules of the workspace may refer to, as files of rules need it and as the compiler does. */
export interface Surroundings {
  readonly here: Here
  readonly references: RuleReferences
}

/** `used`: ids in the drawings that are written down; the entries of those word lists come along. */
export async function surroundingsOf(tx: Tx, workspaceId: string, used: ReadonlySet<string> = new Set()): Promise<Surroundings> {
  const references = await ruleReferences(tx, workspaceId)
  const accounts = await accountsOf(tx, workspaceId)
  const calendars = readCalendars(await storedCalendars(tx, workspaceId))
  const published = new Set(references.rules.map(({ id }) => id))
  const rules = await tx.select({ id: rule.id, name: rule.name, accountId: rule.accountId }).from(rule).where(and(eq(rule.workspaceId, workspaceId), ne(rule.state, 'deleted'))).orderBy(asc(rule.name), asc(rule.id))
  const listIds = references.lists.flatMap(({ id }) => (used.has(id) ? [id] : []))
  const entries = listIds.length === 0 ? [] : await tx.select({ id: wordList.id, entries: wordList.entries }).from(wordList).where(and(eq(wordList.workspaceId, workspaceId), inArray(wordList.id, listIds)))
  const entriesOf = new Map(entries.map((list) => [list.id, list.entries]))
  return {
    references,
    here: {
      accounts: accounts.map(({ id, name, address }) => ({ id, name, address })),
      mailboxes: references.mailboxes,
      users: references.users,
      calendars: references.calendars.map(({ id, name }) => {
        const known = calendars[id]
        return known === undefined ? { id, name } : { id, name, timeZone: known.timeZone, hours: { version: known.version, week: known.week, holidays: known.holidays } }
      }),
      lists: references.lists.map(({ id, name }) => {
        const known = entriesOf.get(id)
        return known === undefined ? { id, name } : { id, name, entries: known }
      }),
      hooks: references.hooks,
      endpoints: references.endpoints,
      rules: rules.map((one) => ({ ...one, isPublished: published.has(one.id) })),
      tags: references.tags,
      channels: references.channels,
    },
  }
}
