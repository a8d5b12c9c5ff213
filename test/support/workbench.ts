// An office whose rules are walked by the test itself: no engine, so that the test says what is done when, and by how many at once.

import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { AdvanceDeps } from '../../activities/advance'
import { performers } from '../../activities/effects'
import { ingest } from '../../activities/ingest'
import { perform, type OutwardStep, type PerformDeps } from '../../activities/perform'
import { accountWith, openOffice, type Office } from './fixtures'
import { arriving } from './mails'
import { partsFor } from './running-worker'

export interface Workbench {
  readonly office: Office
  readonly deps: AdvanceDeps
  /** Another account without a mail server, live. */
  newAccount(): Promise<Pick<Office, 'accountId' | 'mailboxes'> & { readonly address: string }>
  /** A mail arrives there, addressed to it unless it says otherwise; the executions it started, in rule order. */
  deliver(accountId: string, letter?: Parameters<typeof arriving>[0]): Promise<{ readonly messageId: string; readonly executionIds: readonly string[] }>
  close(): Promise<void>
}

export async function openWorkbench(): Promise<Workbench> {
  const office = await openOffice()
  const { parts, close } = await partsFor(office)
  const deps = { ...parts, performers: performers(parts) }
  const addresses = new Map<string, string>()
  return {
    office,
    deps,
    newAccount: async () => {
      const address = `support-${randomBytes(4).toString('hex')}@northwind.example`
      const made = await office.ask((tx) => accountWith(tx, office.workspaceId, address, 'local'))
      addresses.set(made.accountId, address)
      return { ...made, address }
    },
    deliver: async (accountId, letter = {}) => {
      const [taken] = await ingest(deps, { workspaceId: office.workspaceId, accountId, mails: [await arriving({ to: addresses.get(accountId), ...letter })] })
      if (taken === undefined) throw new Error('The mail was not taken in.')
      return taken
    },
    close: async () => {
      await close()
      await office.close()
    },
  }
}

/** Performs a step until the named site (server/faults.ts) and stops there for ever, as a worker that was killed. */
export async function dieAt(site: string, deps: PerformDeps, step: OutwardStep): Promise<void> {
  await new Promise<void>((resolve) => {
    const fault = (at: string) => (at === site ? new Promise<void>(() => resolve()) : Promise.resolve())
    void perform({ ...deps, fault }, step)
  })
}

/** The time of an execution's claims has come: a dead holder's lease is over, and a later try is due. */
export async function endLease(office: Pick<Office, 'ask'>, executionId: string): Promise<void> {
  await office.ask((tx) => tx.execute(sql`update claim set lease_until = now() - interval '1 second', next_try_at = null where execution_id = ${executionId}`))
}
