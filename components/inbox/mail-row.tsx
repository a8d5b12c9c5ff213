'use client'
import { AlarmClock, Paperclip, Star, UserCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { Time } from '../language/time'
import { cn } from '../ui/class-names'
import { Checkbox } from '../ui/checkbox'
import { Icon } from '../ui/icon'
import { Tag } from '../ui/tag'
import { AutomationLine } from './automation-line'
import { peopleOf } from './people'
import type { MailRow as Row } from './target'

export interface MailRowProps {
  row: Row
  /** The row that keys act on. */
  focused: boolean
  /** Its thread is open beside the list. */
  open: boolean
  selected: boolean
  /** Some row is selected, so that boxes show on all. */
  selecting: boolean
  onSelect: () => void
}

const TAGS_SHOWN = 2

/** Who, when, what, and under it what automation did, else how the mail begins. */
export function MailRow({ row, focused, open, selected, selecting, onSelect }: MailRowProps) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const strong = row.unread ? 'font-strong text-ink' : 'text-ink-2'
  const subject = row.subject === '' ? t('noSubject') : row.subject
  return (
    <div
      className={cn(
        'relative flex h-full flex-col justify-center gap-px border-b border-line ps-[26px] pe-3 group-hover/row:bg-hover max-md:ps-7 max-md:pe-4',
        focused && 'bg-hover',
        (open || selected) && 'bg-selected group-hover/row:bg-selected',
        focused && 'shadow-[inset_3px_0_0_var(--accent)]',
      )}
    >
      {row.unread && <span aria-hidden className={cn('absolute start-2.5 top-[14px] size-[7px] rounded-full bg-accent max-md:start-3 max-md:top-4', selecting ? 'hidden' : 'group-hover/row:hidden touch:group-hover/row:block')} />}
      <span className={cn('absolute start-[5px] top-2.5', selecting ? 'block' : 'hidden group-hover/row:block touch:group-hover/row:hidden')} onClick={(event) => event.stopPropagation()}>
        <Checkbox bare label={t('selectRow', { subject })} checked={selected} onChange={onSelect} />
      </span>
      <div className="flex h-[18px] items-center gap-1.5 max-md:h-5">
        <span className={cn('min-w-0 truncate max-md:text-14', strong)}>
          {row.unread && <span className="sr-only">{t('unread')} </span>}
          {peopleOf(row.people, t('me'))}
        </span>
        {row.count > 1 && (
          <span className="text-11 text-ink-3">
            <span aria-hidden>{row.count}</span>
            <span className="sr-only">{t('messages', { count: row.count })}</span>
          </span>
        )}
        <span className="min-w-1 flex-1" />
        {row.snoozedUntil !== null && <Mark icon={AlarmClock} label={t('snooze.until', { time: formats.full(new Date(row.snoozedUntil)) })} className="text-ink-3" />}
        {row.assignee !== null && <Mark icon={UserCheck} label={t('assign.to', { name: row.assignee.name })} className="text-ink-3" />}
        {row.starred && <Mark icon={Star} label={t('starred')} className="fill-current text-warning" />}
        {row.hasAttachment && <Mark icon={Paperclip} label={t('hasAttachment')} className="text-ink-3" />}
        <Time at={row.receivedAt} className={cn('shrink-0 text-12', row.unread ? 'font-medium text-ink' : 'text-ink-3')} />
      </div>
      <div className={cn('truncate leading-[18px] max-md:text-14 max-md:leading-5', strong)} title={subject}>
        {subject}
      </div>
      <div className="flex h-4 items-center gap-1.5 text-12 max-md:h-[18px]">
        {row.automation ? <AutomationLine line={row.automation} /> : <span className="min-w-0 flex-1 truncate text-ink-3" title={row.snippet}>{row.snippet}</span>}
        {row.tags.slice(0, TAGS_SHOWN).map((tag) => (
          <Tag key={tag.id} className="max-w-24">
            {tag.name}
          </Tag>
        ))}
        {row.tags.length > TAGS_SHOWN && <span className="text-11 text-ink-3">{`+${row.tags.length - TAGS_SHOWN}`}</span>}
      </div>
    </div>
  )
}

function Mark({ icon, label, className }: { icon: typeof Star; label: string; className: string }) {
  return (
    <span className="shrink-0">
      <Icon of={icon} size={14} className={className} />
      <span className="sr-only">{label}</span>
    </span>
  )
}
