'use client'
import { useEffect, useState } from 'react'
import { useRouter } from 'next/navigation'
import { useMutation } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { createStore, useStore } from '../data/store'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { showToast } from '../ui/toast-store'
import { keepDraft } from './drafts'
import { recipientOf, type Draft } from './draft'

export interface Departure {
  readonly outgoingMessageId: string
  /** It does not leave before. */
  readonly notBefore: Date
  readonly draft: Draft
  readonly name: string
  /** Where its draft was written: undoing leads back there. */
  readonly address: string
}

/** Mails sent from this tab that can still be called back. */
export const departures = createStore<readonly Departure[]>([])

export function depart(departure: Departure): void {
  departures.update((all) => [...all, departure])
}

/** For each mail on its way the seconds that are left, Undo and Send now. Stays while one goes from screen to screen, over the place of toasts and beside what is written next. */
export function Departures() {
  const all = useStore(departures)
  if (all.length === 0) return null
  return (
    <div data-chrome className="fixed bottom-[calc(var(--statusbar)+60px)] left-[calc(var(--rail)+12px)] z-(--z-toast) flex max-w-md flex-col gap-2 max-sm:bottom-[calc(var(--bottombar)+60px)] max-sm:left-3 max-sm:w-[calc(100vw-24px)]">
      {all.map((departure) => (
        <Countdown key={departure.outgoingMessageId} departure={departure} />
      ))}
    </div>
  )
}

function Countdown({ departure }: { departure: Departure }) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const router = useRouter()
  const failed = useFailed()
  const left = useSecondsUntil(departure.notBefore)
  const done = () => departures.update((all) => all.filter((other) => other !== departure))
  const cancel = useMutation(trpc.outbox.cancel.mutationOptions())
  const hurry = useMutation(trpc.outbox.sendNow.mutationOptions({ onSettled: done }))
  useEffect(() => {
    if (left <= 0 && !cancel.isPending) departures.update((all) => all.filter((other) => other !== departure))
  }, [left, cancel.isPending, departure])
  const undo = () =>
    cancel.mutate(
      { id: departure.outgoingMessageId },
      {
        onSuccess: () => {
          keepDraft(departure.name, { ...departure.draft, requestId: crypto.randomUUID() })
          router.push(departure.address)
          showToast({ text: t('compose.undone') })
        },
        onError: (error) => failed(t('compose.undo'), error, { urgent: true }),
        onSettled: done,
      },
    )
  const [first = ''] = departure.draft.to
  const parsed = recipientOf(first)
  return (
    <div className="flex min-h-10 min-w-72 animate-pop items-center gap-2 rounded-node bg-raised py-1 ps-3 pe-1.5 text-ink shadow-popover">
      <Icon of={Send} className="text-ink-3" />
      <span className="min-w-0 flex-1 truncate">
        <span role="status">{t('compose.sendingTo', { name: parsed?.name || parsed?.address || first || '' })}</span> <span className="text-ink-3">{t('compose.inSeconds', { seconds: Math.max(0, left) })}</span>
      </span>
      <Button size="s" look="quiet" busy={hurry.isPending} onClick={() => hurry.mutate({ id: departure.outgoingMessageId })}>
        {t('compose.sendNow')}
      </Button>
      <Button size="s" busy={cancel.isPending} onClick={undo}>
        {t('compose.undo')}
      </Button>
    </div>
  )
}

/** Whole seconds until then, told anew each second. */
function useSecondsUntil(when: Date): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return Math.ceil((when.getTime() - now) / 1000)
}
