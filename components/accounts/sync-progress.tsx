'use client'
import { useTranslations } from 'next-intl'
import type { Account } from './account-health'
import { progressOf } from './reading-progress'
import type { Mailbox } from './use-accounts'

/** How far the first reading has come. Mail that is here can be read while the rest follows. */
export function SyncProgress({ account, mailboxes }: { account: Account; mailboxes: readonly Mailbox[] }) {
  const t = useTranslations('accounts')
  const { share, done, mails } = progressOf(mailboxes)
  const waiting = mailboxes.every(({ backfilledTo }) => backfilledTo === null)
  return (
    <section aria-label={t('sync.title')} className="flex flex-col gap-2 rounded-node border border-line px-3 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="flex-1 font-medium">{waiting ? t('sync.connecting', { address: account.address }) : t('sync.reading')}</h3>
        {!waiting && <span className="text-12 text-ink-3">{t('sync.count', { mails, done, all: mailboxes.length })}</span>}
      </div>
      <div role="progressbar" aria-label={t('sync.title')} aria-valuemin={0} aria-valuemax={100} {...(waiting ? {} : { 'aria-valuenow': Math.round(share * 100) })} className="h-1 overflow-hidden rounded-full bg-pressed">
        <div className={`h-full origin-left bg-accent transition-transform duration-[var(--d-slow)] ${waiting ? 'animate-breathe' : ''}`} style={{ transform: `scaleX(${waiting ? 0.04 : Math.max(0.02, share)})` }} />
      </div>
      <p className="text-12 text-ink-3">{t('sync.help')}</p>
    </section>
  )
}
