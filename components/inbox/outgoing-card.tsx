'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { outgoingAddress } from '../execution/addresses'
import { Time } from '../language/time'
import { StateChip } from '../state/state-chip'
import { Avatar } from '../ui/avatar'
import { Tag } from '../ui/tag'
import { FormTag } from '../outbox/passed-on'
import { shownState } from '../outbox/shown-state'
import { nameOf } from './people'
import type { ThreadView } from './target'

/** Our mail in the thread that has not arrived in Sent yet: from the moment it was written, with its state and no more than is known. */
export function OutgoingCard({ mail }: { mail: ThreadView['outgoing'][number] }) {
  const t = useTranslations('inbox')
  return (
    <li className="border-b border-line">
      <Link href={outgoingAddress(mail.id)} className="ring-inside flex min-h-10 items-center gap-2.5 px-5 py-1.5 hover:bg-hover">
        <Avatar name={nameOf(mail.from)} id={mail.from.address} className="ms-1" />
        <span className="flex min-w-0 flex-1 items-center gap-1.5">
          <span className="shrink-0 font-medium">{nameOf(mail.from)}</span>
          {mail.rule && <Tag>{t('byRule')}</Tag>}
          <FormTag mail={mail} />
          <span className="truncate text-ink-3">{mail.preview || mail.to.map(nameOf).join(', ')}</span>
        </span>
        <StateChip state={shownState(mail)} until={mail.nextTryAt} />
        <Time at={mail.createdAt} className="shrink-0 text-12 text-ink-3" />
      </Link>
    </li>
  )
}
