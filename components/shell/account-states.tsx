'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Time } from '../language/time'
import { cn } from '../ui/class-names'
import { Dot } from '../ui/tag'
import type { Status } from './use-status'

type Account = Status['accounts'][number]

const SHOWN = 4

/** Each account with how fresh it is; those that need somebody first, the rest as a count. */
export function AccountStates({ accounts }: { accounts: readonly Account[] }) {
  const t = useTranslations('shell')
  const ordered = accounts.toSorted((a, b) => Number(isInNeed(b)) - Number(isInNeed(a)))
  const hidden = ordered.slice(SHOWN)
  return (
    <>
      {ordered.slice(0, SHOWN).map((account) => (
        <Link key={account.id} href={`/settings/accounts?account=${account.id}`} title={account.problem?.message} className="ring-inside inline-flex shrink-0 items-center gap-1.5 px-2 hover:bg-hover">
          <Dot tone={isInNeed(account) ? 'danger' : account.state === 'live' ? 'success' : account.state === 'paused' ? 'muted' : 'info'} />
          <span>{account.name}</span>
          <span className={cn('text-ink-3', isInNeed(account) && 'text-danger-ink')}>
            <Freshness account={account} />
          </span>
        </Link>
      ))}
      {hidden.length > 0 && (
        <Link href="/settings/accounts" className="ring-inside inline-flex items-center px-2 hover:bg-hover">
          {`+${hidden.length}`}
          <span className="sr-only">{t('accounts', { count: hidden.length })}</span>
        </Link>
      )}
    </>
  )
}

function Freshness({ account }: { account: Account }) {
  const t = useTranslations('shell')
  if (isInNeed(account)) return t('syncFailed')
  if (account.state === 'paused') return t('syncOff')
  if (account.state === 'syncing' || account.state === 'connecting') return t('syncing')
  if (account.kind === 'local') return t('takesMail')
  return account.provenAt === null ? t('neverSynced') : <Time at={account.provenAt} as="short" />
}

function isInNeed({ state }: Account): boolean {
  return state === 'failing' || state === 'signed out'
}
