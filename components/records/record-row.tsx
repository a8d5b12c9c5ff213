'use client'
import { useTranslations } from 'next-intl'
import { Time } from '../language/time'
import { Avatar } from '../ui/avatar'
import { Checkbox } from '../ui/checkbox'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { Tag } from '../ui/tag'
import type { RowState } from '../ui/virtual-list'
import type { RecordRow as Item } from './record-url'
import { StageChip } from './stage-chip'
import { TYPE_ICONS } from './stages'

export const COLUMNS = 'grid grid-cols-[16px_64px_minmax(0,1fr)_124px_140px_176px_56px] items-center gap-x-4 px-4'

/** One record of the table: number, title and contact, stage, who has it, which rule made it. */
export function RecordRow({ item, row, onToggle }: { item: Item; row: RowState; onToggle: () => void }) {
  const t = useTranslations('records')
  return (
    <div className={cn(COLUMNS, 'h-full border-b border-line hover:bg-hover', (row.focused || row.selected) && 'bg-selected hover:bg-selected', row.focused && 'shadow-[inset_3px_0_0_var(--accent)]')}>
      <span className="flex" onClick={(event) => event.stopPropagation()}>
        <Checkbox bare label={t('bulk.one', { title: item.title })} checked={row.selected} onChange={onToggle} />
      </span>
      <Numbered item={item} />
      <Lines item={item} />
      <StageChip type={item.type} stage={item.stage} />
      <Assignee item={item} />
      <span className="flex min-w-0">{item.madeBy && <Tag>{t('madeBy', { rule: item.madeBy.ruleName, version: item.madeBy.version })}</Tag>}</span>
      <Time at={item.updatedAt} className="text-end text-12 text-ink-2" />
    </div>
  )
}

/** The same below 1024 px. */
export function RecordCard({ item, row }: { item: Item; row: RowState }) {
  return (
    <div className={cn('flex h-full flex-col justify-center gap-0.5 border-b border-line px-4 hover:bg-hover', row.selected && 'bg-selected hover:bg-selected', row.focused && 'shadow-[inset_3px_0_0_var(--accent)]')}>
      <div className="flex items-center gap-3">
        <StageChip type={item.type} stage={item.stage} />
        <Numbered item={item} />
        <Time at={item.updatedAt} className="ms-auto text-12 text-ink-2" />
      </div>
      <Lines item={item} />
    </div>
  )
}

/** Kind and number: there is a ticket #5 and a lead #5. */
function Numbered({ item }: { item: Item }) {
  const t = useTranslations('records')
  return (
    <span className="flex items-center gap-1.5 text-12 text-ink-3" title={t(`numbered.${item.type}`, { number: item.number })}>
      <Icon of={TYPE_ICONS[item.type]} size={14} />
      <span className="sr-only">{t(`one.${item.type}`)}</span>
      {t('number', { number: item.number })}
    </span>
  )
}

function Lines({ item }: { item: Item }) {
  const t = useTranslations('records')
  const contact = item.contactName || item.contactAddress
  return (
    <div className="min-w-0">
      <p className="truncate font-medium">{item.title}</p>
      <p className="truncate text-12 text-ink-3">{contact === '' ? t('mails', { count: item.mailCount }) : t('contactMails', { contact, count: item.mailCount })}</p>
    </div>
  )
}

function Assignee({ item: { assignee } }: { item: Item }) {
  const t = useTranslations('records')
  if (assignee === null) return <span className="text-12 text-ink-3">{t('nobody')}</span>
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Avatar name={assignee.name} id={assignee.id} size="s" />
      <span className="truncate">{assignee.name}</span>
    </span>
  )
}
