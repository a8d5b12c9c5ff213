import { z } from 'zod'
import { listRecords, RecordFilter, recordStageCounts, type RecordListRow, type RecordStageCount } from '../../../db/queries/record-list'
import type { Page } from '../../../db/queries/keyset'
import { workspaceProcedure } from '../../trpc'
import { PAGE } from '../message/schema'

export interface RecordPage extends Page<RecordListRow> {
  /** Per type and stage, the stages of the filter left open. */
  readonly counts: readonly RecordStageCount[]
}

/** Tickets and leads, last changed first. */
export const list = workspaceProcedure.input(z.object({ filter: RecordFilter.prefault({}), ...PAGE }).prefault({})).query(({ ctx, input }): Promise<RecordPage> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    return { ...(await listRecords(tx, workspaceId, input.filter, input.cursor, input.limit)), counts: await recordStageCounts(tx, workspaceId, input.filter) }
  }),
)
