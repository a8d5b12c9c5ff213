import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database, Tx } from '../db/client'
import { newId } from '../db/schema/columns'
import { CLAIM_STATES } from '../db/schema'
import { Instant } from '../db/queries/keyset'
import { Failure } from '../mail/failure'
import type { Receipt } from '../rules/effects'

/** How long nobody else may judge a claim after its holder was last heard of. */
const LEASE_SECONDS = 30

const ReceiptHead = z.object({ effect: z.string(), result: z.string() })
const StoredReceipt = z.custom<Receipt>((value) => ReceiptHead.safeParse(value).success)
const Row = z.object({ id: z.string(), state: z.enum(CLAIM_STATES), token: z.string(), isLeased: z.boolean(), leaseUntil: Instant, attempts: z.number(), nextTryAt: Instant.nullable(), isDue: z.boolean(), hasCalled: z.boolean(), createdAt: Instant, receipt: StoredReceipt.nullable() })

/** The hold on one outward effect, named by its key. */
export type Claim = z.infer<typeof Row>

export interface ClaimName {
  readonly workspaceId: string
  readonly key: string
  readonly executionId: string
  readonly stepId: string
  readonly effect: string
}

/** What asking for a claim came to. `mine`: go on; `lookup`: its holder died in the middle of a call; `settled`: there is nothing to do; `held`: not before then. */
export type Claimed =
  | { readonly as: 'mine' | 'lookup'; readonly claim: Claim }
  | { readonly as: 'settled'; readonly claim: Claim }
  | { readonly as: 'held'; readonly until: Date }

/**
 * Asks for a claim. A new one is ours; one whose lease has ended is taken over with a new token, so that its former holder can neither call nor settle any more.
 * Nobody judges a claim before its lease ends.
 */
export async function takeClaim(tx: Tx, name: ClaimName): Promise<Claimed> {
  const token = newId()
  await tx.execute(sql`
    insert into claim (workspace_id, id, key, execution_id, step_id, effect, token, attempts, lease_until)
    values (${name.workspaceId}, ${newId()}, ${name.key}, ${name.executionId}, ${name.stepId}, ${name.effect}, ${token}, 1, now() + make_interval(secs => ${LEASE_SECONDS}))
    on conflict (workspace_id, key) do nothing`)
  const claim = await readClaim(tx, name)
  if (claim === null) throw new Failure('claim lost', { retry: 'yes', publicMessage: 'The hold on this action was lost.' })
  if (claim.token === token) return { as: 'mine', claim }
  if (claim.state === 'done' || claim.state === 'failed' || claim.state === 'uncertain') return { as: 'settled', claim }
  if (claim.state === 'retry' && claim.nextTryAt !== null && !claim.isDue) return { as: 'held', until: claim.nextTryAt }
  if (claim.state !== 'retry' && claim.isLeased) return { as: 'held', until: claim.leaseUntil }
  await tx.execute(sql`
    update claim set token = ${token}, attempts = attempts + 1, lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), next_try_at = null, state = case when state = 'retry' then 'reserved' else state end, execution_id = ${name.executionId}
    where id = ${claim.id}`)
  return { as: claim.hasCalled ? 'lookup' : 'mine', claim: { ...claim, token, attempts: claim.attempts + 1 } }
}

async function readClaim(tx: Tx, { workspaceId, key }: ClaimName): Promise<Claim | null> {
  const [row] = await tx.execute(sql`
    select id, state, token, lease_until > clock_timestamp() as "isLeased", lease_until as "leaseUntil", attempts, next_try_at as "nextTryAt", coalesce(next_try_at <= clock_timestamp(), true) as "isDue", calling_at is not null as "hasCalled", created_at as "createdAt", receipt
    from claim where workspace_id = ${workspaceId} and key = ${key} for no key update`)
  return row === undefined ? null : Row.parse(row)
}

type Held = Pick<Claim, 'id' | 'token'>

/**
 * Commits that the request is about to leave. Throws `claim lost` when somebody took the claim over, `halted` when all automation, or that of the account, was stopped:
 * then nothing must be asked of anybody.
 */
export async function enterCalling(database: Database, workspaceId: string, { id, token }: Held): Promise<void> {
  const state = await database.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.execute(sql`
      update claim c set state = 'calling', calling_at = coalesce(case when c.state = 'calling' then c.calling_at end, clock_timestamp()), lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      from workspace w, execution e left join account a on a.id = e.account_id
      where c.id = ${id} and c.token = ${token} and c.state in ('reserved', 'calling') and w.id = c.workspace_id and not w.halted and e.id = c.execution_id and a.halted is not true returning c.state`)
    if (row !== undefined) return 'calling'
    const [switches] = await tx.execute(sql`
      select w.halted or coalesce(a.halted, false) as halted from workspace w, claim c join execution e on e.id = c.execution_id left join account a on a.id = e.account_id
      where w.id = ${workspaceId} and c.id = ${id}`)
    return switches?.halted === true ? 'halted' : 'lost'
  })
  if (state === 'halted') throw new Failure('halted', { retry: 'no', publicMessage: 'Automation was stopped.' })
  if (state === 'lost') throw new Failure('claim lost', { retry: 'yes', publicMessage: 'The hold on this action was lost.' })
}

/** Says that the holder is alive. False when the claim is no longer its own. */
export async function extendLease(database: Database, workspaceId: string, { id, token }: Held): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.execute(sql`
      update claim set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) where id = ${id} and token = ${token} and state in ('reserved', 'calling') returning id`)
    return rows.length > 0
  })
}

export type Settlement =
  | { readonly state: 'done' | 'failed' | 'uncertain'; readonly receipt: Receipt }
  /** `wasRefused`: the peer said that it did nothing, so that nobody has to ask it about this call. */
  | { readonly state: 'retry'; readonly nextTryAt: Date; readonly wasRefused?: boolean }

/** Settles a claim with its token. A receipt that comes after its claim was overtaken may still tell what an uncertain one came to. False when it has no say. */
export async function settleClaim(tx: Tx, { id, token }: Held, settlement: Settlement): Promise<boolean> {
  const receipt = settlement.state === 'retry' ? null : JSON.stringify(settlement.receipt)
  const nextTryAt = settlement.state === 'retry' ? settlement.nextTryAt.toISOString() : null
  const isVerdict = settlement.state === 'done' || settlement.state === 'failed'
  const rows = await tx.execute(sql`
    update claim set state = ${settlement.state}, receipt = ${receipt}::jsonb, next_try_at = ${nextTryAt}::timestamptz, calling_at = case when ${settlement.state === 'retry' && settlement.wasRefused === true} then null else calling_at end, settled_at = case when ${settlement.state} = 'retry' then null else clock_timestamp() end
    where id = ${id} and ((token = ${token} and state in ('reserved', 'calling')) or (state = 'uncertain' and ${isVerdict})) returning id`)
  return rows.length > 0
}
