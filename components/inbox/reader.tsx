'use client'
import { useEffect, useMemo, useRef, useState } from 'react'
import Link from 'next/link'
import { AlarmClock, MailOpen, UserCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { recordAddress } from '../execution/addresses'
import { useCommand } from '../keyboard/use-command'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { EmptyState } from '../ui/empty-state'
import { Scroll } from '../ui/pane'
import { Skeleton } from '../ui/skeleton'
import { Tag } from '../ui/tag'
import { MessageCard } from './message-card'
import { OutgoingCard } from './outgoing-card'
import type { useThread } from './use-thread'
import { useFolderName } from './use-places'

/** The open thread: subject and what it is tagged with, then its mails, the newest and the unread ones open. */
export function Reader({ thread, message }: { thread: ReturnType<typeof useThread>; /** The mail a link leads to. */ message: string | null }) {
  const t = useTranslations('inbox')
  if (thread.id === null) return <EmptyState icon={MailOpen} title={t('reader.noneTitle')} text={t('reader.noneText')} />
  if (thread.isPending) return <ReaderSkeleton />
  if (thread.error !== null) return <QueryError what={t('reader.thread')} error={thread.error} onRetry={thread.retry} />
  if (thread.data === undefined) return null
  return <Thread key={thread.data.thread.id} view={thread.data} message={message} />
}

function Thread({ view: { thread, messages, outgoing }, message }: { view: NonNullable<ReturnType<typeof useThread>['data']>; message: string | null }) {
  const t = useTranslations('inbox')
  const folderName = useFolderName()
  const newest = messages.at(-1)
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set([...messages.filter(({ unread }) => unread).map(({ id }) => id), message ?? newest?.id ?? '', newest?.id ?? '']))
  const scroller = useRef<HTMLDivElement>(null)
  const tags = useMemo(() => [...new Map(messages.flatMap(({ tags: own }) => own.map((tag) => [tag.id, tag.name] as const)))], [messages])
  const folders = useMemo(() => [...new Map(messages.flatMap(({ mailboxes }) => mailboxes.map((box) => [box.id, box] as const))).values()], [messages])
  const carers = useMemo(() => [...new Map(messages.flatMap(({ assignee }) => (assignee === null ? [] : [[assignee.id, assignee] as const]))).values()], [messages])
  const now = useNow()
  const formats = useFormats()
  const snoozedUntil = newest?.snoozedUntil && newest.snoozedUntil > now ? newest.snoozedUntil : null
  const [known, setKnown] = useState(newest?.id)
  if (newest !== undefined && newest.id !== known) {
    setKnown(newest.id)
    setOpen(new Set([...open, newest.id]))
  }
  const toggle = (id: string) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  const walk = (steps: 1 | -1) => {
    const heads = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-message-head]') ?? [])]
    const at = heads.findIndex((head) => head === document.activeElement)
    const next = heads[at < 0 ? (steps > 0 ? 0 : heads.length - 1) : Math.min(heads.length - 1, Math.max(0, at + steps))]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useCommand('mail.nextMessage', () => walk(1))
  useCommand('mail.previousMessage', () => walk(-1))
  // Where the thread is opened at; later changes do not move what is read.
  const start = useRef(message ?? (messages.length > 2 ? newest?.id : undefined))
  useEffect(() => {
    if (start.current !== undefined) scroller.current?.querySelector(`[data-message="${start.current}"]`)?.scrollIntoView({ block: 'start' })
  }, [])
  return (
    <Scroll ref={scroller} tabIndex={0} aria-label={thread.subject}>
      <header className="px-5 pt-4 pb-3">
        <h2 className="text-16 font-strong text-balance [overflow-wrap:anywhere]">{thread.subject || t('noSubject')}</h2>
        <div className="mt-1.5 flex flex-wrap items-center gap-1.5">
          {tags.map(([id, name]) => (
            <Tag key={id}>{name}</Tag>
          ))}
          {thread.records.map((record) => (
            <Link key={record.id} href={recordAddress(record.id)} className="inline-flex rounded-tag hover:underline">
              <Tag>{t(`recordName.${record.recordType}`, { number: record.number })}</Tag>
            </Link>
          ))}
          {folders.map((box) => (
            <Tag key={box.id} tone="fact">
              {folderName(box)}
            </Tag>
          ))}
          {carers.map(({ id, name }) => (
            <Tag key={id} tone="info" icon={UserCheck}>
              <span className="sr-only">{t('assign.to', { name })}</span>
              <span aria-hidden>{name}</span>
            </Tag>
          ))}
          {snoozedUntil !== null && (
            <Tag tone="fact" icon={AlarmClock}>
              {t('snooze.until', { time: formats.full(snoozedUntil) })}
            </Tag>
          )}
          <span className="flex-1" />
          <span className="text-12 text-ink-3">{t('messages', { count: messages.length + outgoing.length })}</span>
        </div>
      </header>
      <ol className="border-t border-line">
        {messages.map((one) => (
          <MessageCard key={one.id} message={one} open={open.has(one.id)} onToggle={() => toggle(one.id)} />
        ))}
        {outgoing.toReversed().map((one) => (
          <OutgoingCard key={one.id} mail={one} />
        ))}
      </ol>
    </Scroll>
  )
}

function ReaderSkeleton() {
  const t = useTranslations('ui')
  return (
    <div role="status" aria-label={t('loading')} className="flex animate-appear flex-col gap-4 px-5 pt-5">
      <Skeleton className="h-4 w-3/5" />
      <Skeleton className="w-1/4" />
      <div className="mt-4 flex items-center gap-3">
        <Skeleton className="size-8" />
        <Skeleton className="w-2/5" />
      </div>
      <Skeleton className="w-11/12" />
      <Skeleton className="w-4/5" />
      <Skeleton className="w-10/12" />
      <Skeleton className="w-1/2" />
    </div>
  )
}
