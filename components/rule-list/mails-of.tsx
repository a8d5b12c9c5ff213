'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { Time } from '../language/time'
import { SkeletonRows } from '../ui/skeleton'

/** The latest mails in an account's inbox, to begin a rule from one of them. */
export function MailsOf({ accountId, onChoose }: { accountId: string; onChoose: (mail: { readonly id: string; readonly who: string }) => void }) {
  const t = useTranslations('rules')
  const trpc = useTRPC()
  const mails = useQuery(trpc.message.list.queryOptions({ scope: { kind: 'account', accountId }, limit: 20 }))
  if (mails.isPending) return <SkeletonRows rows={4} rowClassName="h-12 px-2" />
  if (mails.isError) return <QueryError what={t('mails')} error={mails.error} onRetry={() => void mails.refetch()} />
  if (mails.data.rows.length === 0) return <p className="text-ink-3">{t('noMails')}</p>
  return (
    <ul className="w-full divide-y divide-line rounded-node border border-line">
      {mails.data.rows.map((mail) => {
        const who = mail.people.map(({ name, address }) => name || address)[0] ?? ''
        return (
          <li key={mail.id}>
            <button type="button" onClick={() => onChoose({ id: mail.id, who })} className="ring-inside flex min-h-11 w-full flex-col justify-center px-3 py-1.5 text-start hover:bg-hover">
              <span className="flex w-full items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate font-medium">{who}</span>
                <Time at={mail.receivedAt} className="text-12 text-ink-3" />
              </span>
              <span className="w-full truncate text-12 text-ink-2">{mail.subject}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
