import type { Database } from '../../db/client'
import { backlogPage, countBacklog, type Backlog, type BacklogPage } from '../../db/queries/backlog'
import type { Cursor } from '../../db/queries/keyset'
import { Tally } from '../../rules/what-if-tally'
import { rehearse } from './rehearse'
import type { Setting } from './setting'

/** The first page is small, so that there is something to show at once. */
const FIRST_PAGE = 200
/** Mails looked at without letting anybody else of this process have a turn: a few milliseconds of work. */
const PAGE = 1_000

export interface Search {
  readonly setting: Setting
  readonly backlog: Backlog
  readonly tally: Tally
  /** Null while it is being counted. */
  total: number | null
  isCancelled: boolean
}

export function newSearch(setting: Setting, backlog: Backlog): Search {
  return { setting, backlog, tally: new Tally(setting.after, setting.timeZone, setting.before !== null), total: null, isCancelled: false }
}

/**
 * Looks at the backlog page by page, newest first, until it is through or cancelled. The next page is on its way while one is looked at. Reads only, each page in a
 * transaction of its own: mail that is deleted meanwhile is not counted, mail that comes in is not either.
 */
export async function runSearch(database: Database, search: Search): Promise<void> {
  await Promise.all([count(database, search), walk(database, search)])
}

async function count(database: Database, search: Search): Promise<void> {
  search.total = await database.inWorkspace(search.setting.workspaceId, (tx) => countBacklog(tx, search.backlog))
}

async function walk(database: Database, search: Search): Promise<void> {
  const { setting, backlog } = search
  const read = (cursor: Cursor | null, limit: number): Promise<BacklogPage> => database.inWorkspace(setting.workspaceId, (tx) => backlogPage(tx, backlog, setting.needs, cursor, limit))
  let page: BacklogPage | null = await read(null, FIRST_PAGE)
  while (page !== null && !search.isCancelled) {
    const coming: Promise<BacklogPage | null> = page.next === null ? Promise.resolve(null) : read(page.next, PAGE)
    ;[page] = await Promise.all([coming, take(database, search, page)])
  }
}

async function take(database: Database, { setting, tally }: Search, { facts: mails }: BacklogPage): Promise<void> {
  const hits: string[] = []
  for (const facts of mails) {
    const sight = setting.after.sight(facts)
    tally.look(facts, sight)
    if (sight === 'hit' || setting.before?.sight(facts) === 'hit') hits.push(facts.messageRef)
  }
  if (hits.length === 0) return
  const rehearsed = await database.inWorkspace(setting.workspaceId, (tx) => rehearse(tx, setting, hits))
  for (const { facts, after, before } of rehearsed) if (after !== null || before !== null) tally.take(facts, after, before)
}
