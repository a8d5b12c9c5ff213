import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { approvals, type ApprovalRow } from '../db/queries/approval-list'
import { hashOfToken } from '../db/queries/approval-token'
import { approval } from '../db/schema'
import { Failure } from '../mail/failure'
import { boundedBody } from './bounded-body'
import { isOurs } from './context'
import type { Services } from './services'
import { giveVerdict } from './verdict'

/**
 * Approval by a link from a mail: whoever holds the token speaks for the person it was sent to, without signing in, once, and for as long as the wait is open.
 * Looking decides nothing: programs follow links in mail.
 */
const SHAPE = /^[A-Za-z0-9_-]{43}$/

type Asked = Pick<Services, 'database'>

/** What the holder of a token is asked; null for a token that no approval has. */
export async function approvalOfToken(services: Asked, token: string): Promise<ApprovalRow | null> {
  const found = await lookUp(services, token)
  if (found === null) return null
  const [row] = await services.database.inWorkspace(found.workspaceId, (tx) => approvals(tx, found.workspaceId, sql`p.id = ${found.id}::uuid`, 1))
  return row ?? null
}

/** Room for a note of a thousand characters, each percent-encoded. */
const MAX_BODY_BYTES = 20_000
const WORD = z.object({ verdict: z.enum(['approved', 'rejected']), note: z.string().trim().max(1_000).default('') })

/** The form of the page behind a link. Answers by leading back to the page, which says what became of it. */
export async function handleApproval(services: Pick<Services, 'database' | 'origin' | 'now' | 'log'>, request: Request, token: string): Promise<Response> {
  if (!isFromOurPage(services.origin, request.headers)) return backTo(services, token, 'origin')
  const found = await lookUp(services, token)
  if (found === null) return backTo(services, token)
  const body = await boundedBody(request, MAX_BODY_BYTES)
  if (body === 'too large') return backTo(services, token, 'unreadable')
  const given = WORD.safeParse(Object.fromEntries(new URLSearchParams(body?.toString('utf8') ?? '')))
  if (!given.success) return backTo(services, token, 'unreadable')
  const { id, workspaceId, userId } = found
  try {
    await services.database.inWorkspace(workspaceId, (tx) => giveVerdict(tx, { workspaceId, userId, via: 'session', id }, { approvalId: id, ...given.data, by: 'link', now: services.now() }))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    services.log.info({ code: error.code }, 'a link to an approval came too late')
  }
  return backTo(services, token)
}

/** A form of a page that gives no referrer is sent with `Origin: null`; then the browser says by itself whose page it was (Fetch Metadata). */
function isFromOurPage(origin: string, headers: Headers): boolean {
  const given = headers.get('origin')
  return isOurs(origin, given) || (given === 'null' && headers.get('sec-fetch-site') === 'same-origin')
}

async function lookUp({ database }: Asked, token: string): Promise<{ readonly id: string; readonly workspaceId: string; readonly userId: string } | null> {
  if (!SHAPE.test(token)) return null
  const [row] = await database.system.select({ id: approval.id, workspaceId: approval.workspaceId, userId: approval.userId }).from(approval).where(eq(approval.tokenHash, hashOfToken(token)))
  return row ?? null
}

/** 303: the browser asks for the page anew instead of posting again. */
function backTo({ origin }: Pick<Services, 'origin'>, token: string, problem?: 'origin' | 'unreadable'): Response {
  return new Response(null, { status: 303, headers: { location: `${origin}/approve/${encodeURIComponent(token)}${problem === undefined ? '' : `?problem=${problem}`}`, 'cache-control': 'no-store' } })
}
