'use client'
import { useRef, useState } from 'react'
import { Send, Trash2, X } from 'lucide-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { QueryError, useErrorText } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { useMe } from '../shell/me'
import { useOfflineSince } from '../data/online'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { ariaKeys, Kbd } from '../ui/kbd'
import { Notice } from '../ui/notice'
import { showToast } from '../ui/toast-store'
import { CircleAlert } from 'lucide-react'
import { AddressFields } from './address-fields'
import { depart } from './departures'
import { problemsOf, recipientOf, type Draft, type Recipient } from './draft'
import { useDraft, type Writing } from './use-draft'

const UNDO_SECONDS = 10

/** The form a mail is written in. What is typed is kept in this browser until it is sent or thrown away. */
export function Composer({ writing, accountId, address, onClose, className }: { writing: Writing; /** Written from here where nothing says otherwise. */ accountId: string | null; /** Where undoing leads back to. */ address: string; onClose: () => void; className?: string }) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const me = useMe()
  const form = useRef<HTMLFormElement>(null)
  const accounts = useQuery(trpc.account.list.queryOptions()).data ?? []
  const kept = useDraft(writing, accountId ?? accounts[0]?.id ?? null)
  const errorText = useErrorText()
  const offline = useOfflineSince() !== null
  const [tried, setTried] = useState(false)
  const send = useMutation(trpc.compose.send.mutationOptions())
  const { draft } = kept
  const problems = draft === null ? {} : problemsOf(draft)

  const close = () => {
    if (draft !== null && (draft.text.trim() !== '' || draft.to.length > 0) && writing.kind === 'new') showToast({ text: t('compose.keptHere') })
    onClose()
  }
  const submit = () => {
    if (draft === null || send.isPending || offline) return
    setTried(true)
    if (Object.keys(problems).length > 0) return void form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    const sent = draft
    send.mutate(
      {
        requestId: sent.requestId,
        accountId: sent.accountId,
        to: peopleIn(sent.to),
        cc: peopleIn(sent.cc),
        bcc: peopleIn(sent.bcc),
        subject: sent.subject,
        text: sent.text,
        inReplyToMessageId: sent.inReplyToMessageId,
        fromName: me.name,
        undoSeconds: UNDO_SECONDS,
      },
      {
        onSuccess: ({ outgoingMessageId, notBefore }) => {
          kept.discard()
          depart({ outgoingMessageId, notBefore, draft: sent, name: kept.name, address })
          onClose()
        },
      },
    )
  }
  useCommand('compose.send', submit)
  useCommand('compose.close', close)

  if (kept.error !== null && draft === null) return <QueryError what={t('compose.draft')} error={kept.error} onRetry={kept.retry} />
  if (draft === null) return <div className={className} />
  const change = (part: Partial<Draft>) => kept.change(part)
  return (
    <form
      ref={form}
      aria-label={t(`compose.title.${writing.kind}`)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      className={cn('flex min-h-0 flex-col bg-bg', className)}
    >
      <div className="flex h-(--subbar) shrink-0 items-center gap-2 border-b border-line ps-5 pe-3.5 max-md:h-12 max-md:ps-4">
        <h2 className="flex-1 font-strong max-md:text-16">{t(`compose.title.${writing.kind}`)}</h2>
        {kept.wasKept && <span className="text-12 text-ink-3 max-sm:hidden">{t('compose.goneOn')}</span>}
        <IconButton icon={X} label={t('compose.close')} keys={keysOf('compose.close')} onClick={close} />
      </div>
      <AddressFields draft={draft} accounts={accounts} problems={tried ? problems : {}} isReply={draft.inReplyToMessageId !== null} onChange={change} focusFirst={writing.kind === 'new' || writing.kind === 'forward'} />
      <label className="flex min-h-0 flex-1 flex-col">
        <span className="sr-only">{t('compose.text')}</span>
        <textarea
          value={draft.text}
          onChange={(event) => change({ text: event.target.value })}
          ref={atStart(writing.kind === 'reply' || writing.kind === 'all')}
          className="thin-scroll min-h-28 flex-1 resize-none bg-transparent px-5 py-3 text-14 outline-none [font-variant-numeric:normal] max-md:px-4 max-md:text-16"
        />
      </label>
      {send.isError && (
        <Notice icon={CircleAlert} tone="danger" className="mx-5 mb-2 max-md:mx-4">
          <span role="alert">{t('compose.notSent', { why: errorText(send.error) })}</span>
        </Notice>
      )}
      <div className="flex shrink-0 items-center gap-2 border-t border-line px-5 py-2.5 max-md:px-4">
        <Button type="submit" look="primary" size="l" icon={Send} busy={send.isPending} disabled={offline} aria-keyshortcuts={ariaKeys(keysOf('compose.send'))}>
          {t('compose.send')}
          <Kbd keys={keysOf('compose.send') ?? ''} onSolid className="max-md:hidden" />
        </Button>
        <span className="min-w-0 flex-1 text-12 text-ink-3">{offline ? t('compose.offline') : t('compose.kept')}</span>
        <IconButton
          icon={Trash2}
          label={t('compose.discard')}
          onClick={() => {
            kept.discard()
            onClose()
          }}
        />
      </div>
    </form>
  )
}

/** A reply is written over the quotation: the cursor begins there. */
function atStart(focus: boolean) {
  return (element: HTMLTextAreaElement | null) => {
    if (!focus || element === null || element.dataset['begun'] === 'yes') return
    element.dataset['begun'] = 'yes'
    element.focus()
    element.setSelectionRange(0, 0)
    element.scrollTop = 0
  }
}

function peopleIn(texts: readonly string[]): Recipient[] {
  return texts.flatMap((text) => recipientOf(text) ?? [])
}
