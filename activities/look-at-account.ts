import { createHash } from 'node:crypto'
import type { Database } from '../db/client'
import { accountConnection } from '../db/queries/account-connection'
import { nextMailboxChange } from '../db/queries/mailbox-change'
import type { AccountInput } from './watch-account'

/** What the account's workflow has to do, read from its row. */
export interface AccountLook {
  /** `none`: there is nothing to watch and will not be (removed, or a local account). */
  readonly watch: 'yes' | 'no' | 'none'
  /** Differs when server, user name or password differ. Not reversible. */
  readonly settings: string
  /** Somebody asked for a connection and none has been tried since. */
  readonly asked: boolean
  /** Seconds until a change a person made is due on the server; null when there is none. */
  readonly changesInSeconds: number | null
}

/** Reads only, so it is idempotent. */
export function createLookAtAccount({ database }: { readonly database: Database }): { lookAtAccount(input: AccountInput): Promise<AccountLook> } {
  return {
    async lookAtAccount({ workspaceId, accountId }) {
      const { account, changesInSeconds } = await database.inWorkspace(workspaceId, async (tx) => ({
        account: await accountConnection(tx, workspaceId, accountId),
        changesInSeconds: await nextMailboxChange(tx, workspaceId, accountId),
      }))
      if (account === null || account.kind === 'local') return { watch: 'none', settings: '', asked: false, changesInSeconds: null }
      const settings = createHash('sha256').update(JSON.stringify([account.imap, account.secret])).digest('hex').slice(0, 16)
      return { watch: account.state === 'paused' ? 'no' : 'yes', settings, asked: account.state === 'connecting', changesInSeconds }
    },
  }
}
