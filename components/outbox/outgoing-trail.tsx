'use client'
import { Archive, Ban, CircleCheck, CircleDashed, CircleHelp, CircleX, FolderX, Loader, RotateCw, Undo2, UserCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Time } from '../language/time'
import { cn } from '../ui/class-names'
import { Icon, type LucideIcon } from '../ui/icon'
import type { OutgoingDetail } from './outbox-url'

type Event = OutgoingDetail['trail'][number]

const LOOKS: { readonly [K in Event['kind']]: { readonly icon: LucideIcon; readonly word: 'queued' | 'calling' | 'accepted' | 'deferred' | 'failed' | 'uncertain' | 'cancelled' | 'retried' | 'settled' | 'appended' | 'appendFailed' | 'returned'; readonly ink: string } } = {
  queued: { icon: CircleDashed, word: 'queued', ink: 'text-ink-3' },
  calling: { icon: Loader, word: 'calling', ink: 'text-info-ink' },
  accepted: { icon: CircleCheck, word: 'accepted', ink: 'text-success-ink' },
  deferred: { icon: RotateCw, word: 'deferred', ink: 'text-warning-ink' },
  failed: { icon: CircleX, word: 'failed', ink: 'text-danger-ink' },
  uncertain: { icon: CircleHelp, word: 'uncertain', ink: 'text-warning-ink' },
  cancelled: { icon: Ban, word: 'cancelled', ink: 'text-ink-3' },
  retried: { icon: RotateCw, word: 'retried', ink: 'text-ink-3' },
  'settled by a person': { icon: UserCheck, word: 'settled', ink: 'text-ink-3' },
  appended: { icon: Archive, word: 'appended', ink: 'text-success-ink' },
  'append failed': { icon: FolderX, word: 'appendFailed', ink: 'text-warning-ink' },
  returned: { icon: Undo2, word: 'returned', ink: 'text-danger-ink' },
}

/** What happened to the mail, oldest first, with the server's own words folded. */
export function OutgoingTrail({ mail }: { mail: OutgoingDetail }) {
  const t = useTranslations('outbox')
  return (
    <section aria-labelledby="trail" className="px-4 py-4">
      <h3 id="trail" className="mb-2 font-strong">
        {t('trail.title')}
      </h3>
      <ol>
        {mail.trail.map((event, index) => (
          <TrailLine key={index} event={event} last={index === mail.trail.length - 1} />
        ))}
      </ol>
    </section>
  )
}

function TrailLine({ event, last }: { event: Event; last: boolean }) {
  const t = useTranslations('outbox')
  const look = LOOKS[event.kind]
  const verdict = event.kind === 'settled by a person' && (event.detail === 'accepted' || event.detail === 'failed') ? event.detail : null
  return (
    <li className="relative flex gap-2.5 pb-3">
      {!last && <span aria-hidden className="absolute start-[7px] top-5 bottom-0 w-px bg-line-strong" />}
      <Icon of={look.icon} className={cn('mt-0.5', look.ink)} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1">
            {verdict !== null ? t(`trail.verdict.${verdict}`) : t(`trail.${look.word}`)}
            {event.user && <span className="text-ink-3"> {t('trail.by', { name: event.user })}</span>}
          </span>
          <Time at={event.at} as="seconds" className="text-12 text-ink-3" />
        </p>
        {event.detail && verdict === null && (
          <details className="text-12">
            <summary className="w-fit text-ink-3 hover:text-ink">{t('trail.said')}</summary>
            <code className="block text-12 [overflow-wrap:anywhere] text-ink-2">{event.detail}</code>
          </details>
        )}
      </div>
    </li>
  )
}
