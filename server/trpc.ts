import { initTRPC, TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { RateLimiterRes } from 'rate-limiter-flexible'
import superjson from 'superjson'
import { ZodError } from 'zod'
import { Failure } from '../mail/failure'
import type { Actor, Scope } from './actor'
import type { Context, InWorkspace } from './context'
import { failureOfDatabase, statusOf } from './failure-status'
import { metrics } from './metrics'

/**
 * The frame of the API: who may call, with which transaction, and what an error may say. Procedures are built on `workspaceProcedure` (may read), `writeProcedure`
 * and `adminProcedure` and nothing else; each checks for itself, no middleware of the web server decides. Every one gets `ctx.db`, a transaction bound to the caller's workspace.
 */

/** What a caller is told about an error. */
export interface ErrorAnswer {
  /** A stable word: the failure's code, or tRPC's. */
  readonly code: string
  readonly httpStatus: number
  readonly requestId: string | null
  readonly path: string | null
  /** Fields that were not right. Never their values. */
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  readonly retryAfterSeconds: number | null
}

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  isDev: false,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter: ({ shape, error, ctx, path }) => {
    const data: ErrorAnswer = {
      code: error.cause instanceof Failure ? error.cause.code : error.code,
      httpStatus: getHTTPStatusCodeFromError(error),
      requestId: ctx?.requestId ?? null,
      path: path ?? null,
      problems: error.cause instanceof ZodError ? error.cause.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) : [],
      retryAfterSeconds: error.cause instanceof Failure && typeof error.cause.retry === 'object' ? error.cause.retry.afterSeconds : null,
    }
    return { code: shape.code, message: publicMessage(error), data }
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** Measures and logs every call, and turns a `Failure` into its status. */
const observed = t.procedure.use(async ({ ctx, path, type, next }) => {
  const begun = performance.now()
  const result = await next()
  const seconds = (performance.now() - begun) / 1000
  const error = result.ok ? null : translated(result.error)
  metrics().apiSeconds.observe({ procedure: path, result: error?.code ?? 'OK' }, type === 'subscription' ? 0 : seconds)
  const fields = { procedure: path, milliseconds: Math.round(seconds * 1000) }
  if (error === null) ctx.log.debug(fields, 'call answered')
  else if (error.code === 'INTERNAL_SERVER_ERROR') ctx.log.error({ ...fields, code: error.code, error: error.cause ?? error }, 'call failed')
  else ctx.log.info({ ...fields, code: error.cause instanceof Failure ? error.cause.code : error.code }, 'call refused')
  if (error !== null) throw error
  return result
})

function allowed(scope: Scope) {
  return observed.use(async ({ ctx, type, next }) => {
    const actor = ctx.actor
    if (actor === null) throw new TRPCError({ code: 'UNAUTHORIZED' })
    if (!actor.scopes.has(scope)) throw new TRPCError({ code: 'FORBIDDEN' })
    if (type === 'mutation' && !ctx.sameOrigin) throw new Failure('forbidden.origin', { retry: 'no', publicMessage: `This page may not change anything here. Open Postroom at ${ctx.services.origin}.` })
    await spendCall(ctx, actor)
    const db: InWorkspace = (work) => ctx.services.database.inWorkspace(actor.workspaceId, work)
    return next({ ctx: { actor, db } })
  })
}

/** For whoever may read the workspace. */
export const workspaceProcedure = allowed('read')
/** For whoever may work in it: everything members do all day. */
export const writeProcedure = allowed('write')
/** For owners and admins: accounts, servers, tokens, the kill switch, the audit trail. */
export const adminProcedure = allowed('admin')

function translated(error: TRPCError): TRPCError {
  const failure = error.cause instanceof Failure ? error.cause : error.code === 'INTERNAL_SERVER_ERROR' ? failureOfDatabase(error.cause) : null
  return failure === null ? error : new TRPCError({ code: statusOf(failure), message: failure.publicMessage, cause: failure })
}

async function spendCall(ctx: Context, actor: Actor): Promise<void> {
  try {
    await ctx.services.callLimit.consume(actor.id)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    const afterSeconds = Math.ceil(refused.msBeforeNext / 1000)
    throw new Failure('limited.calls', { retry: { afterSeconds }, publicMessage: `Too many calls. Go on in ${afterSeconds} s.` })
  }
}

/** What the caller reads. Texts of errors nobody foresaw stay inside. */
function publicMessage(error: TRPCError): string {
  if (error.cause instanceof Failure) return error.cause.publicMessage
  if (error.cause instanceof ZodError) return 'Some fields are not right.'
  switch (error.code) {
    case 'UNAUTHORIZED':
      return 'Sign in first, or send a valid API token.'
    case 'FORBIDDEN':
      return 'You may not do this here. Ask an admin of the workspace.'
    case 'NOT_FOUND':
      return 'There is no such procedure.'
    case 'METHOD_NOT_SUPPORTED':
      return 'Queries are asked with GET, mutations with POST.'
    case 'UNSUPPORTED_MEDIA_TYPE':
      return 'Send application/json.'
    case 'PARSE_ERROR':
      return 'The request is not valid JSON.'
    case 'BAD_REQUEST':
      return 'The request cannot be read.'
    default:
      return 'Something went wrong on our side. The log has the details under this request id.'
  }
}
