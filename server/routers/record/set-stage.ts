import { z } from 'zod'
import { RecordStage } from '../../../db/queries/record-list'
import { writeProcedure } from '../../trpc'
import { change } from './change'
import { SEEN } from './schema'

/** Moves the record to another stage. Done and lost close it; `conflict.record open` when its thread has another open one. */
export const setStage = writeProcedure.input(z.object({ ...SEEN, stage: RecordStage })).mutation(({ ctx, input }) => ctx.db((tx) => change(tx, ctx.actor, input, { kind: 'stage', stage: input.stage })))
