import type { Database } from '../../db/client'
import { backlogPage, countBacklog, type Backlog, type BacklogPage } from '../../db/queries/backlog'
import type { Cursor } from '../../db/queries/keyset'
import { Tally } from '../../rules/what-if-tally'
import { rehearse, rehearseRead } from './rehearse'
import type { Setting } from './setting'

/** The first page is small, so that there is something to show at once. */
const FIRST_PAGE = 200
/** Mails looked at without letting anybody else of this process have a turn: a few milliseconds of work. */
const PAGE = 500
/** Above this share of mails that are acted on, reading everything at once is quicker than going back for those. */
const MANY = 0.3

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
  const read = async (cursor: Cursor | null, limit: number, isWhole: boolean): Promise<Read> => ({
    ...(await database.inWorkspace(setting.workspaceId, (tx) => backlogPage(tx, backlog, isWhole ? setting.walkNeeds : setting.needs, cursor, limit))),
    isWhole,
  })
  let page: Read | null = await read(null, FIRST_PAGE, false)
  let share = 0
  while (page !== null && !search.isCancelled) {
    const coming: Promise<Read | null> = page.next === null ? Promise.resolve(null) : read(page.next, PAGE, share > MANY)
    ;[page, share] = await Promise.all([coming, take(database, search, page)])
  }
}

interface Read extends BacklogPage {
  /** All that walking needs was read at once. */
  readonly isWhole: boolean
}

/** Looks at a page and returns which share of it was acted on. */
async function take(database: Database, { setting, tally }: Search, { facts: mails, isWhole }: Read): Promise<number> {
  const hits = mails.filter((facts) => {
    const sight = setting.after.sight(facts)
    tally.look(facts, sight)
    return sight === 'hit' || setting.before?.sight(facts) === 'hit'
  })
  if (hits.length === 0) return 0
  const rehearsed = await database.inWorkspace(setting.workspaceId, (tx) =>
    isWhole ? rehearseRead(tx, setting, hits) : rehearse(tx, setting, hits.map(({ messageRef }) => messageRef)),
  )
  for (const { facts, after, before } of rehearsed) if (after !== null || before !== null) tally.take(facts, after, before)
  return hits.length / mails.length
}
