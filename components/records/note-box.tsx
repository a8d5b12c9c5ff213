'use client'
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Lock, Reply } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { ariaKeys, Kbd } from '../ui/kbd'
import { Textarea } from '../ui/textarea'
import type { RecordDetail } from './record-url'

/** A note for colleagues, and beside it the way to answer the contact. What was typed stays until it is stored. */
export function NoteBox({ record }: { record: RecordDetail }) {
  const t = useTranslations('records')
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const add = useMutation(
    trpc.record.addNote.mutationOptions({
      onSuccess: () => {
        setText('')
        return queryClient.invalidateQueries({ queryKey: [['record']] })
      },
      onError: (error) => failed(t('noteWhat'), error),
    }),
  )
  const latest = record.timeline.find(({ kind, message }) => kind !== 'mail out' && message !== null)?.message ?? null
  const replyHref = latest === null ? null : `/inbox?thread=${latest.threadId}&write=reply:${latest.id}`
  useCommand('records.note', () => field.current?.focus())
  useCommand('records.reply', () => (replyHref === null ? false : router.push(replyHref)), { enabled: replyHref !== null })
  const send = () => {
    if (text.trim() !== '' && !add.isPending) add.mutate({ id: record.id, text: text.trim() })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      send()
    }
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <Textarea ref={field} aria-label={t('noteLabel')} placeholder={t('notePlaceholder')} value={text} maxLength={20_000} rows={2} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} className="min-h-14 text-14" />
      <div className="flex flex-wrap items-center gap-2">
        <span className="inline-flex min-w-0 flex-1 items-center gap-1.5 text-12 text-ink-3 max-sm:basis-full">
          <Icon of={Lock} size={14} />
          {t('noteStays')}
        </span>
        {replyHref !== null && (
          <Button asChild>
            <Link href={replyHref} aria-keyshortcuts={ariaKeys(keysOf('records.reply'))}>
              <Icon of={Reply} />
              {t('replyTo', { name: record.contactName || record.contactAddress || t('somebody') })}
              <Kbd keys={keysOf('records.reply') ?? ''} className="max-lg:hidden" />
            </Link>
          </Button>
        )}
        <Button type="submit" look="primary" disabled={text.trim() === ''} busy={add.isPending}>
          {t('addNote')}
        </Button>
      </div>
    </form>
  )
}
