import { z } from 'zod'
import { listOutgoing, OutgoingFilter, type OutgoingListRow } from '../../../db/queries/outgoing-list'
import type { Page } from '../../../db/queries/keyset'
import { workspaceProcedure } from '../../trpc'
import { PAGE } from '../message/schema'

export type OutgoingPage = Page<OutgoingListRow>

/** Mail that leaves or left, newest first. */
export const list = workspaceProcedure
  .input(z.object({ filter: OutgoingFilter.prefault({}), ...PAGE }).prefault({}))
  .query(({ ctx, input }): Promise<OutgoingPage> => ctx.db((tx) => listOutgoing(tx, ctx.actor.workspaceId, input.filter, input.cursor, input.limit)))
