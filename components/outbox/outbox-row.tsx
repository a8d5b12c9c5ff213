'use client'
import { useTranslations } from 'next-intl'
import { nameOf } from '../inbox/people'
import { Time } from '../language/time'
import { StateChip } from '../state/state-chip'
import { Checkbox } from '../ui/checkbox'
import { cn } from '../ui/class-names'
import type { RowState } from '../ui/virtual-list'
import type { OutgoingRow as Mail } from './outbox-url'
import { FormTag } from './passed-on'
import { shownState } from './shown-state'
import { useReason } from './use-reason'

export const COLUMNS = 'grid grid-cols-[16px_124px_minmax(0,1fr)_180px_56px] items-center gap-x-4 px-4'

interface RowProps {
  mail: Mail
  row: RowState
  onToggle: () => void
}

/** One mail of the table: state, whom it is for, what about, what became of it, and who sent it. */
export function OutboxRow({ mail, row, onToggle }: RowProps) {
  const t = useTranslations('outbox')
  return (
    <div className={cn(COLUMNS, 'h-full border-b border-line hover:bg-hover', row.selected && 'bg-selected hover:bg-selected', row.focused && 'shadow-[inset_3px_0_0_var(--accent)]')}>
      <span className="flex" onClick={(event) => event.stopPropagation()}>
        <Checkbox bare label={t('select', { subject: mail.subject || t('noSubject') })} checked={row.selected} onChange={onToggle} />
      </span>
      <StateChip state={shownState(mail)} />
      <Lines mail={mail} />
      <span className="truncate">{useSender()(mail)}</span>
      <Time at={mail.settledAt ?? mail.createdAt} className="text-end text-12 text-ink-2" />
    </div>
  )
}

/** The same below 1024 px. */
export function OutboxCard({ mail, row }: Omit<RowProps, 'onToggle'>) {
  return (
    <div className={cn('flex h-full flex-col justify-center gap-0.5 border-b border-line px-4 hover:bg-hover', row.focused && 'shadow-[inset_3px_0_0_var(--accent)]')}>
      <div className="flex items-center justify-between gap-3">
        <StateChip state={shownState(mail)} />
        <Time at={mail.settledAt ?? mail.createdAt} className="text-12 text-ink-2" />
      </div>
      <Lines mail={mail} />
    </div>
  )
}

function Lines({ mail }: { mail: Mail }) {
  const t = useTranslations('outbox')
  const reason = useReason()(mail)
  return (
    <div className="min-w-0">
      <p className="truncate">
        <FormTag mail={mail} /> <span className="font-medium">{useRecipients()(mail.to)}</span> <span className={cn('text-ink-2', mail.subject === '' && 'text-ink-3')}>{mail.subject || t('noSubject')}</span>
      </p>
      <p className={cn('truncate text-12 text-ink-3', (mail.standing === 'failed' || mail.standing === 'returned') && 'text-danger-ink')} title={reason}>
        {reason}
      </p>
    </div>
  )
}

/** The first recipient by name, and how many more. */
export function useRecipients(): (to: Mail['to']) => string {
  const t = useTranslations('outbox')
  return (to) => {
    const [first] = to
    if (first === undefined) return t('nobody')
    return to.length === 1 ? nameOf(first) : t('andMore', { name: nameOf(first), count: to.length - 1 })
  }
}

/** Who sent it: a rule with its version, or a person. */
export function useSender(): (mail: Pick<Mail, 'rule' | 'writtenBy'>) => string {
  const t = useTranslations('outbox')
  return ({ rule, writtenBy }) => (rule !== null ? t('ruleVersion', { rule: rule.name, version: rule.version }) : (writtenBy?.name ?? t('nobodyKnown')))
}
