import { serverOf, type ServerValues } from '../connection/server-values'
import type { Inputs } from '../data/trpc'
import type { Account } from './account-health'

/** An account as its form holds it. */
export interface AccountValues {
  readonly name: string
  readonly identities: readonly string[]
  /** Null for a local account. */
  readonly server: ServerValues | null
  /** Null: the workspace's first server. */
  readonly outgoingServerId: string | null
}

export interface AccountChanges {
  /** What differs from what is stored; null: nothing. */
  readonly update: Omit<Inputs['account']['update'], 'id'> | null
  /** A new password for the same server; with another server it goes along in `update`. */
  readonly password: string | null
}

/** Only what was changed: what is left alone stays as somebody else may just have made it. */
export function changesOf(account: Pick<Account, 'name' | 'identities' | 'imap' | 'outgoingServerId'>, values: AccountValues): AccountChanges {
  const { server } = values
  const typed = server === null ? null : serverOf(server)
  const isOther = typed !== null && JSON.stringify(typed) !== JSON.stringify(account.imap && serverOf({ ...account.imap, port: String(account.imap.port), password: '' }))
  const password = server === null || server.password === '' ? null : server.password
  const update = {
    ...(values.name.trim() === account.name ? {} : { name: values.name.trim() }),
    ...(sameSet(values.identities, account.identities) ? {} : { identities: [...values.identities] }),
    ...(values.outgoingServerId === account.outgoingServerId ? {} : { outgoingServerId: values.outgoingServerId }),
    ...(isOther && typed !== null ? { imap: typed, ...(password === null ? {} : { password }) } : {}),
  }
  return { update: Object.keys(update).length === 0 ? null : update, password: isOther ? null : password }
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value))
}
