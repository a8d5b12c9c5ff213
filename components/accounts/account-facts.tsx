'use client'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { Time } from '../language/time'
import type { Account } from './account-health'
import type { Mailbox } from './use-accounts'

/** Four figures over the page: is it alive, how much is here, what acts on it. */
export function AccountFacts({ account, mailboxes }: { account: Account; mailboxes: readonly Mailbox[] }) {
  const t = useTranslations('accounts')
  const trpc = useTRPC()
  const formats = useFormats()
  const rules = useQuery(trpc.rule.list.queryOptions({ accountId: account.id })).data
  const sum = (key: 'messageCount' | 'unreadCount') => formats.number(mailboxes.reduce((total, mailbox) => total + mailbox[key], 0))
  return (
    <dl className="grid grid-cols-4 gap-px overflow-hidden rounded-node border border-line bg-line max-sm:grid-cols-2">
      <Fact name={t(account.kind === 'local' ? 'facts.since' : 'facts.proven')}>
        {account.kind === 'local' ? <Time at={account.createdAt} as="date" /> : account.provenAt === null ? t('facts.never') : <Time at={account.provenAt} />}
      </Fact>
      <Fact name={t('facts.mails')}>{sum('messageCount')}</Fact>
      <Fact name={t('facts.unread')}>{sum('unreadCount')}</Fact>
      <Fact name={t('facts.rules')}>{rules === undefined ? '…' : t('facts.rulesLive', { count: rules.filter(({ state }) => state === 'active').length })}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 bg-bg px-3 py-2">
      <dt className="truncate text-12 text-ink-3">{name}</dt>
      <dd className="truncate font-medium">{children}</dd>
    </div>
  )
}
