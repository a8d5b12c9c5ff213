import { asc, eq, sql } from 'drizzle-orm'
import { rulesNaming } from '../../../db/queries/rules-naming'
import { wordList } from '../../../db/schema'
import { workspaceProcedure } from '../../trpc'

/** The workspace's word lists by name, with their entries and the rules that compare with them. */
export const list = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const rows = await tx
      .select({ id: wordList.id, name: wordList.name, entries: wordList.entries, updatedAt: wordList.updatedAt })
      .from(wordList)
      .where(eq(wordList.workspaceId, workspaceId))
      .orderBy(asc(sql`lower(${wordList.name})`))
    const users = await rulesNaming(tx, workspaceId, rows.map(({ id }) => id))
    return rows.map((row) => ({ ...row, usedBy: users.filter(({ names }) => names === row.id).map(({ ruleId, name }) => ({ id: ruleId, name })) }))
  }),
)
