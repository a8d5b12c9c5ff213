'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Outputs } from '../data/trpc'
import { outgoingAddress } from '../execution/addresses'
import { shownState } from '../outbox/shown-state'
import { StateChip } from '../state/state-chip'

/** Our mail on its way, over the sent mail: there from the moment it was sent, and saying no more than is true. */
export function SendingRows({ rows }: { rows: Outputs['message']['list']['outgoing'] }) {
  const t = useTranslations('inbox')
  return rows.slice(0, 5).map((row) => (
    <Link key={row.id} href={outgoingAddress(row.id)} className="ring-inside flex h-10 shrink-0 items-center gap-2 border-b border-line ps-[26px] pe-3 hover:bg-hover">
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium">{row.to.map(({ name, address }) => name || address).join(', ')}</span> <span className="text-ink-3">{row.subject || t('noSubject')}</span>
      </span>
      <StateChip state={shownState(row)} until={row.nextTryAt} />
    </Link>
  ))
}
