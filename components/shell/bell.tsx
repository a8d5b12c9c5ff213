'use client'
import { useState } from 'react'
import Link from 'next/link'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell as BellIcon, Stamp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import type { Outputs } from '../data/trpc'
import { threadAddress } from '../execution/addresses'
import { Time } from '../language/time'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { Popover } from '../ui/popover'
import { CountBadge } from '../ui/tag'
import { useAlertWords } from './alert-words'

const SHOWN = 50

/** What the reader was told, newest first, and before that what waits for their word. Opening it is reading it. */
export function Bell() {
  const t = useTranslations('shell')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const words = useAlertWords()
  const [open, setOpen] = useState(false)
  const told = useQuery(trpc.notification.list.queryOptions({ unreadOnly: false, limit: SHOWN })).data
  const asked = useQuery(trpc.approval.list.queryOptions({ state: 'open', limit: 100 })).data?.items ?? []
  const read = useMutation(trpc.notification.markRead.mutationOptions({ onSettled: () => queryClient.invalidateQueries(trpc.notification.list.queryFilter()) }))
  const unread = told?.unread ?? 0
  const change = (next: boolean) => {
    setOpen(next)
    const ids = (told?.items ?? []).flatMap(({ id, readAt }) => (readAt === null ? [id] : []))
    if (!next && ids.length > 0) read.mutate({ ids })
  }
  // What still waits for a word is said once, above; its notice would say it again.
  const waiting = new Set(asked.map(({ executionId, question }) => `${executionId} ${question}`))
  const items = (told?.items ?? []).filter(({ executionId, text }) => !waiting.has(`${executionId ?? ''} ${text}`))
  return (
    <Popover
      open={open}
      onOpenChange={change}
      label={t('notifications')}
      side="right"
      align="end"
      className="w-80 p-0"
      trigger={
        <button type="button" aria-label={t('bell.label', { count: unread })} className="relative grid h-9 w-10 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-hover hover:text-ink">
          <Icon of={BellIcon} size={18} />
          <CountBadge count={unread} className="absolute -end-0.5 top-0 shadow-[0_0_0_2px_var(--surface)]" />
        </button>
      }
    >
      <ul className="thin-scroll max-h-[60dvh] overflow-y-auto py-1">
        {asked.map(({ id, executionId, question, dueAt }) => (
          <li key={id}>
            <Link href={`/approvals?execution=${executionId}`} onClick={() => change(false)} className={ROW}>
              <Icon of={Stamp} className="mt-0.5 text-accent-ink" />
              <span className="min-w-0 flex-1">
                <span className="block text-12 text-ink-3">{t('bell.asked')}</span>
                <span className="line-clamp-2 [overflow-wrap:anywhere]">{question}</span>
              </span>
              <Time at={dueAt} className="text-12 text-ink-3" />
            </Link>
          </li>
        ))}
        {items.map(({ id, text, kind, data, executionId, threadId, at, readAt }) => {
          const href = placeOf({ executionId, threadId, data })
          const row = (
            <>
              <span className={cn('mt-1.5 size-[7px] shrink-0 rounded-full', readAt === null ? 'bg-accent' : 'bg-transparent')} />
              <span className="line-clamp-3 min-w-0 flex-1 [overflow-wrap:anywhere]">{words({ kind, data, text })}</span>
              <Time at={at} className="text-12 text-ink-3" />
            </>
          )
          return <li key={id}>{href === null ? <span className={ROW}>{row}</span> : <Link href={href} onClick={() => change(false)} className={cn(ROW, 'hover:bg-hover')}>{row}</Link>}</li>
        })}
        {items.length + asked.length === 0 && <li className="px-3 py-4 text-ink-3">{t('bell.empty')}</li>}
      </ul>
      <p className="border-t border-line px-3 py-2 text-12">
        <Link href="/approvals" onClick={() => change(false)} className="text-accent-ink hover:underline">
          {t('bell.all')}
        </Link>
      </p>
    </Popover>
  )
}

const ROW = 'flex items-start gap-2.5 px-3 py-2'

/** Where to go from a notice; null: nowhere. */
function placeOf({ executionId, threadId, data }: Pick<Outputs['notification']['list']['items'][number], 'executionId' | 'threadId' | 'data'>): string | null {
  if (executionId !== null) return `/executions/${executionId}`
  if (threadId !== null) return threadAddress(threadId)
  if (typeof data['outgoingId'] === 'string') return `/outbox/${data['outgoingId']}`
  if (typeof data['accountId'] === 'string') return `/settings/accounts?account=${data['accountId']}`
  return typeof data['ruleId'] === 'string' ? `/rules/${data['ruleId']}` : null
}
