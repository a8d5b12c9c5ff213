'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQuery } from '@tanstack/react-query'
import { Activity, ArrowDown, ArrowUp, Copy, CopyPlus, Ellipsis, FileDown, Ghost, History, PencilLine, TextCursorInput, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { sentenceOf } from '../../rules/rule-sentence'
import { toText } from '../../rules/sentence'
import { useTRPC } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { useRuleLanguage } from '../sentence/rule-language'
import { useNames } from '../sentence/use-names'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { Switch } from '../ui/switch'
import { Tag } from '../ui/tag'
import { StatePill } from './rule-state'
import type { RuleActions, RuleItem } from './use-rule-actions'

export interface RuleRowProps {
  rule: RuleItem
  /** Ids of all rules of its account, in order. */
  order: readonly string[]
  actions: RuleActions
  canEdit: boolean
  onFocus: () => void
}

/** One rule: its place, name and state, what it says, how often it ran, and a switch. */
export function RuleRow({ rule, order, actions, canEdit, onFocus }: RuleRowProps) {
  const t = useTranslations('rules')
  const shadow = useTranslations('shadow')
  const place = order.indexOf(rule.id)
  return (
    <li data-rule={rule.id} onFocus={onFocus} className="group/row flex items-start gap-3 border-b border-line px-4 py-3 hover:bg-hover focus-within:bg-hover max-md:flex-wrap">
      <span className="w-6 shrink-0 pt-0.5 text-end text-12 text-ink-3" title={t('place', { place: place + 1, of: order.length })}>
        {place + 1}
        <span className="sr-only">{t('place', { place: place + 1, of: order.length })}</span>
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={`/rules/${rule.id}/edit`} className="min-w-0 truncate text-14 font-strong hover:underline">
            {rule.name}
          </Link>
          <StatePill state={rule.state} version={rule.liveVersion} />
          {rule.hasUnpublishedChanges && rule.liveVersion !== null && <Tag tone="warning">{t('unpublished')}</Tag>}
          {rule.hasShadow && <Tag tone="info" icon={Ghost}>{shadow('pill')}</Tag>}
        </p>
        <Sentence rule={rule} />
        <p className="mt-1 flex gap-4 text-12 text-ink-3 md:hidden">
          <span>{t('dayCount', { count: rule.day.executions })}</span>
          <span>{t('monthCount', { count: rule.month.executions })}</span>
        </p>
      </div>
      <Count counts={rule.day} className="max-md:hidden" />
      <Count counts={rule.month} className="max-lg:hidden" />
      <span className="flex w-[76px] shrink-0 items-center justify-end gap-3">
        {canEdit && <Switch bare label={t('switchRule', { name: rule.name })} checked={rule.state === 'active'} disabled={rule.liveVersion === null} onChange={(on) => actions.setPaused(rule, !on)} />}
        <RowMenu rule={rule} place={place} last={order.length - 1} actions={actions} canEdit={canEdit} />
      </span>
    </li>
  )
}

function Sentence({ rule }: { rule: RuleItem }) {
  const t = useTranslations('rules')
  const language = useRuleLanguage()
  const rules = useQuery(useTRPC().rule.list.queryOptions({ accountId: null })).data ?? []
  const names = { ...useNames(), rule: Object.fromEntries(rules.map(({ id, name }) => [id, name])) }
  const text = rule.graph === null ? t('unreadable') : toText(sentenceOf(rule.graph), language, names)
  return (
    <p className="mt-0.5 line-clamp-2 max-w-[92ch] text-13 text-ink-2" title={text}>
      {text}
    </p>
  )
}

function Count({ counts, className }: { counts: RuleItem['day']; className?: string }) {
  const t = useTranslations('rules')
  const formats = useFormats()
  return (
    <span className={`w-16 shrink-0 pt-0.5 text-end ${className ?? ''}`}>
      {formats.number(counts.executions)}
      {counts.failed > 0 && <span className="block text-12 text-danger-ink">{t('failed', { count: counts.failed })}</span>}
    </span>
  )
}

function RowMenu({ rule, place, last, actions, canEdit }: { rule: RuleItem; place: number; last: number; actions: RuleActions; canEdit: boolean }) {
  const t = useTranslations('rules')
  const exchange = useTranslations('exchange')
  const backlog = useTranslations('backlog')
  const shadow = useTranslations('shadow')
  const router = useRouter()
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={Ellipsis} label={t('menu', { name: rule.name })} className="-me-1.5" />}
      items={[
        { label: t('edit'), icon: PencilLine, onSelect: () => router.push(`/rules/${rule.id}/edit`) },
        { label: t('runs'), icon: Activity, onSelect: () => router.push(`/executions?rule=${rule.id}`) },
        ...(rule.liveVersion === null ? [] : [
          { label: backlog('menu'), icon: History, onSelect: () => actions.askToApply(rule) },
          { label: shadow('menu'), icon: Ghost, onSelect: () => actions.showShadow(rule) },
        ]),
        { label: exchange('exportMenu'), icon: FileDown, onSelect: () => actions.askToExport([rule]) },
        ...(canEdit
          ? [
              { label: t('rename'), icon: TextCursorInput, onSelect: () => actions.askToRename(rule) },
              { label: t('duplicate'), icon: Copy, onSelect: () => actions.duplicate(rule) },
              { label: exchange('copyMenu'), icon: CopyPlus, onSelect: () => actions.askToCopy(rule) },
              'separator' as const,
              { label: t('moveUp'), icon: ArrowUp, disabled: place === 0, onSelect: () => actions.move(rule, place - 1, place) },
              { label: t('moveDown'), icon: ArrowDown, disabled: place === last, onSelect: () => actions.move(rule, place + 1, place) },
              'separator' as const,
              { label: t('deleteAsk'), icon: Trash2, onSelect: () => actions.askToRemove(rule) },
            ]
          : []),
      ]}
    />
  )
}
