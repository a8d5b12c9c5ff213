'use client'
import { Star } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { Time } from '../language/time'
import { StateChip, StateIcon } from '../state/state-chip'
import { Avatar } from '../ui/avatar'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { Tag } from '../ui/tag'
import { MailBody } from './mail-body'
import type { Message } from './message'
import { nameOf } from './people'

/** One mail of a thread: a line while it is folded, the whole mail while it is open. */
export function MessageCard({ message, open, onToggle }: { message: Message; open: boolean; onToggle: () => void }) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const name = nameOf(message.from)
  const byRule = message.outgoing?.ruleName ?? null
  const isUnsettled = message.outgoing !== null && message.outgoing.state !== 'accepted'
  const to = [...message.to, ...message.cc].map(nameOf)
  return (
    <li data-message={message.id} className="border-b border-line">
      <button
        type="button"
        data-message-head
        aria-expanded={open}
        onClick={onToggle}
        className={cn('ring-inside flex w-full min-w-0 items-center gap-2.5 px-5 text-start hover:bg-hover', open ? 'pt-3 pb-2' : 'h-10 max-md:h-12')}
      >
        <Avatar name={name} id={message.from.address} size={open ? 'l' : 'm'} className={open ? '' : 'ms-1'} />
        <span className={cn('min-w-0 flex-1', !open && 'flex items-center gap-1.5')}>
          <span className={cn('flex min-w-0 items-center gap-1.5', !open && 'shrink-0')}>
            <span className={cn('max-w-full truncate', open ? 'shrink-0' : 'max-w-48', open || message.unread ? 'font-strong' : 'font-medium')} title={message.from.address}>
              {name}
            </span>
            {open && name !== message.from.address && <span className="min-w-0 truncate text-ink-3 max-sm:hidden">{message.from.address}</span>}
            {byRule !== null && (
              <span title={byRule} className="shrink-0">
                <Tag>{t('byRule')}</Tag>
              </span>
            )}
          </span>
          {open ? (
            <span className="block truncate text-12 text-ink-3">{t('toWhom', { names: to.length === 0 ? t('nobody') : formats.list(to.slice(0, 4)) })}</span>
          ) : (
            <span className="min-w-0 truncate text-ink-3">{message.snippet}</span>
          )}
        </span>
        {isUnsettled && message.outgoing && (
          <>
            <StateChip state={message.outgoing.state} className="max-sm:hidden" />
            <StateIcon state={message.outgoing.state} className="sm:hidden" />
          </>
        )}
        {message.starred && <Icon of={Star} size={14} className="fill-current text-warning" />}
        <Time at={message.receivedAt} className={cn('shrink-0 text-12 text-ink-3', open && 'self-start pt-0.5')} />
      </button>
      {open && (
        <div className="px-5 pt-1 pb-5">
          <MailBody message={message} />
        </div>
      )}
    </li>
  )
}
