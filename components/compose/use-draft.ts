'use client'
import { useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { skipToken } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { emptyDraft, isEmpty, prefilled, type Draft, type Kind } from './draft'
import { dropDraft, keepDraft, loadDraft } from './drafts'

const KINDS = { reply: 'reply', all: 'reply all', forward: 'forward' } as const

export interface Writing {
  readonly kind: Kind
  readonly messageId: string | null
}

/** The draft for what is being written: the one kept in this browser, else what the API says of the answered mail, else an empty one. Kept while it is typed. */
export function useDraft({ kind, messageId }: Writing, accountId: string | null) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const trpc = useTRPC()
  const name = messageId === null ? 'new' : `${kind}:${messageId}`
  const [draft, setDraft] = useState<Draft | null>(() => loadDraft(name))
  const [wasKept, setWasKept] = useState(draft !== null)
  const isReply = kind !== 'new' && messageId !== null
  const prefill = useQuery(trpc.compose.prefill.queryOptions(isReply && draft === null ? { messageId, kind: KINDS[kind] } : skipToken, { staleTime: Infinity }))

  if (draft === null && isReply && prefill.data !== undefined) {
    const { from, sentAt, subject } = prefill.data.quoted
    const who = from === null ? '' : from.name || from.address
    const when = sentAt === null ? '' : formats.full(new Date(sentAt))
    setDraft(prefilled(crypto.randomUUID(), prefill.data, kind === 'forward' ? t('compose.forwardHead', { who, when, subject }) : t('compose.replyHead', { who, when })))
  }
  if (draft === null && kind === 'new' && accountId !== null) setDraft(emptyDraft(crypto.randomUUID(), accountId))

  const [begun, setBegun] = useState(false)
  useEffect(() => {
    if (draft === null || !begun) return
    if (isEmpty(draft)) dropDraft(name)
    else keepDraft(name, draft)
  }, [draft, begun, name])

  return {
    name,
    draft,
    /** It was begun before, and is gone on with. */
    wasKept,
    error: prefill.error,
    retry: () => void prefill.refetch(),
    change: (part: Partial<Draft>) => {
      setBegun(true)
      setDraft((old) => (old === null ? null : { ...old, ...part }))
    },
    discard: () => {
      setBegun(false)
      setWasKept(false)
      dropDraft(name)
    },
  }
}
