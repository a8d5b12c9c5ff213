import { tracked } from '@trpc/server'
import { z } from 'zod'
import type { Change } from '../../live'
import { workspaceProcedure } from '../../trpc'

/** However the session ended, an open connection ends with it within this time; a revoked one at once. */
const RECHECK_MILLISECONDS = 30_000

/**
 * What changes in the workspace, as server-sent events. Hints to ask again: `everything` comes first and after any gap, so nothing needs to be replayed for `lastEventId`.
 * Ends when the session or token it was opened with does.
 */
export const changes = workspaceProcedure.input(z.object({ lastEventId: z.string().max(40).nullish() }).default({})).subscription(async function* ({ ctx, signal }) {
  const end = new AbortController()
  const ended = signal === undefined ? end.signal : AbortSignal.any([signal, end.signal])
  const recheck = setInterval(() => {
    void ctx.stillThere().then(
      (there) => { if (!there) end.abort() },
      (error: unknown) => { ctx.log.warn({ error }, 'a live connection could not be checked') },
    )
  }, RECHECK_MILLISECONDS)
  recheck.unref()
  let number = 0
  try {
    for await (const change of ctx.services.live.changes(ctx.actor.workspaceId, ended)) {
      if (endsHere(change, ctx.actor.via, ctx.actor.id) && !(await ctx.stillThere())) return
      number += 1
      yield tracked(String(number), change)
    }
  } finally {
    clearInterval(recheck)
    end.abort()
  }
})

function endsHere(change: Change, via: 'session' | 'token', id: string): boolean {
  return change.kind === via && change.ids.includes(id)
}
