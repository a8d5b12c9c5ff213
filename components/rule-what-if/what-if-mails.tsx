'use client'
import { useState } from 'react'
import Link from 'next/link'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { toText } from '../../rules/sentence'
import { QueryError } from '../data/query-error'
import { useTRPCClient, type Outputs } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { Time } from '../language/time'
import { useEditor } from '../rule-editor/editor-context'
import { useRuleLanguage } from '../sentence/rule-language'
import { Button } from '../ui/button'
import { Segmented } from '../ui/segmented'
import { SkeletonRows } from '../ui/skeleton'
import { Tag } from '../ui/tag'
import type { WhatIfStatus } from './use-what-if'

type Shown = 'matched' | 'gained' | 'lost' | 'changed'
type Mail = Outputs['rule']['whatIf']['result']['mails'][number]

const PAGE = 30

/** The mails behind the counts, newest first, with what would be done with each. */
export function WhatIfMails({ status }: { status: WhatIfStatus }) {
  const t = useTranslations('whatIf')
  const formats = useFormats()
  const client = useTRPCClient()
  const [show, setShow] = useState<Shown>('matched')
  const { matched, difference } = status.counts
  const counts: Readonly<Record<Shown, number>> = { matched, gained: difference?.gained ?? 0, lost: difference?.lost ?? 0, changed: difference?.changed ?? 0 }
  const options = (['matched', 'gained', 'lost', 'changed'] as const).filter((one) => one === 'matched' || difference !== null)
  const shown = options.includes(show) ? show : 'matched'
  // While it runs the first page fills up; once it is through, the list stands.
  const filling = status.state === 'running' ? Math.min(counts[shown], PAGE) : 'through'
  const found = useInfiniteQuery({
    queryKey: ['whatIf', status.id, shown, filling],
    queryFn: ({ pageParam }) => client.rule.whatIf.result.query({ id: status.id, show: shown, from: pageParam, limit: PAGE }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: counts[shown] > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
  const mails = counts[shown] === 0 ? [] : (found.data?.pages.flatMap((page) => page.mails) ?? [])
  return (
    <section aria-label={t('mails')} className="border-t border-line">
      <div className="flex flex-wrap items-center gap-2 px-4 py-2">
        <Segmented<Shown> size="s" label={t('mails')} value={shown} onChange={setShow} options={options.map((value) => ({ value, label: t(`show.${value}`, { count: formats.number(counts[value]) }) }))} className="max-w-full overflow-x-auto" />
      </div>
      {counts[shown] === 0 ? <p className="px-4 pb-3 text-ink-3">{t(`none.${shown}`)}</p> : null}
      {found.isError && <QueryError what={t('mails')} error={found.error} onRetry={() => void found.refetch()} />}
      {counts[shown] > 0 && found.isPending && <SkeletonRows rows={4} rowClassName="h-11" lines={2} />}
      <ul className="divide-y divide-line">
        {mails.map((mail) => (
          <MailRow key={mail.messageId} mail={mail} />
        ))}
      </ul>
      {found.hasNextPage && counts[shown] > 0 && (
        <div className="px-4 py-2">
          <Button size="s" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </section>
  )
}

function MailRow({ mail }: { mail: Mail }) {
  const t = useTranslations('whatIf')
  const { names } = useEditor()
  const language = useRuleLanguage()
  const does = (course: Mail['after']) => (course === null ? '' : [...course.would.map(({ describe }) => toText(describe, language, names)), ...(course.waits ? [t('thenWaits')] : [])].join('; '))
  const before = does(mail.before)
  const changes = mail.after === null ? '' : does({ ...mail.after, would: mail.after.would.filter(({ would }) => would !== 'no change') })
  const unchanged = mail.after === null ? '' : does({ waits: false, would: mail.after.would.filter(({ would }) => would === 'no change') })
  return (
    <li className="flex flex-col gap-0.5 px-4 py-1.5">
      <span className="flex min-w-0 items-baseline gap-2">
        <Link href={`/inbox?scope=all&thread=${mail.threadId}`} className="min-w-0 truncate font-medium hover:underline max-sm:py-1.5">
          {mail.subject || t('noSubject')}
        </Link>
        {mail.difference !== null && mail.difference !== 'same' && <Tag tone={mail.difference === 'gained' ? 'success' : mail.difference === 'lost' ? 'danger' : 'info'}>{t(`is.${mail.difference}`)}</Tag>}
        {mail.again && <Tag>{t('sameTurn')}</Tag>}
        <span className="ms-auto flex shrink-0 items-baseline gap-2 text-12 text-ink-3">
          <span className="max-w-40 truncate max-sm:hidden">{mail.sender?.name || mail.sender?.address || t('noSender')}</span>
          {mail.receivedAt !== null && <Time at={mail.receivedAt} />}
        </span>
      </span>
      <span className="text-12 text-ink-2">
        {mail.after === null ? t('wouldNotMatch') : changes === '' && unchanged === '' ? t('doesNothing') : [changes !== '' && t('would', { what: changes }), unchanged !== '' && t('wouldNothing', { what: unchanged })].filter(Boolean).join(' ')}
        {mail.difference === 'changed' || mail.difference === 'lost' ? <span className="text-ink-3"> {t('liveWould', { what: before === '' ? t('nothing') : before })}</span> : null}
      </span>
    </li>
  )
}
