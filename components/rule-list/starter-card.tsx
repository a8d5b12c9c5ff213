'use client'
import { AlarmClock, BrushCleaning, Hash, Receipt, Reply, Star, TicketCheck, TreePalm, UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { RuleGraph } from '../../rules/graph'
import { sentenceOf } from '../../rules/rule-sentence'
import { NO_NAMES, toText } from '../../rules/sentence'
import { filled, type Open, type Starter } from '../../rules/starters/starter'
import { tidy } from '../rule-document/layout'
import { useNow } from '../language/now'
import { useRuleLanguage } from '../sentence/rule-language'
import { Icon } from '../ui/icon'
import { Tag } from '../ui/tag'

const ICONS = { star: Star, 'user-plus': UserPlus, 'ticket-check': TicketCheck, hash: Hash, reply: Reply, 'tree-palm': TreePalm, 'brush-cleaning': BrushCleaning, receipt: Receipt, 'alarm-clock': AlarmClock } as const satisfies Record<Starter['icon'], typeof Star>

export interface StarterCardProps {
  starter: Starter
  disabled: boolean
  onBegin: (name: string, graph: RuleGraph) => void
}

/** A rule to begin with: what it is for, what it will do word by word, and what is left to choose. Pressing it makes a draft. */
export function StarterCard({ starter, disabled, onBegin }: StarterCardProps) {
  const t = useTranslations('rules')
  const language = useRuleLanguage()
  const today = useNow().toISOString().slice(0, 10)
  const word = (name: string) => language.say(`starter.${starter.id}.${name}`, {})
  const graph = starter.draw(word, today)
  const told = filled(graph, starter.open, dots)
  return (
    <button type="button" disabled={disabled} onClick={() => onBegin(word('name'), tidy(graph))} className="flex gap-3 rounded-node border border-line-strong p-3 text-start enabled:hover:bg-hover disabled:text-ink-3">
      <span className="grid size-8 shrink-0 place-items-center rounded-node bg-muted-soft text-ink-2">
        <Icon of={ICONS[starter.icon]} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{word('name')}</span>
        <span className="block text-12 text-ink-2">{word('description')}</span>
        <span className="mt-1.5 block text-12 text-ink-3">{toText(sentenceOf(told), language, NO_NAMES)}</span>
        <span className="mt-1.5 flex flex-wrap items-center gap-1 text-12 text-ink-3">
          {t('starterOpen')}
          {starter.open.map(({ node, field, what }) => (
            <Tag key={`${node} ${field}`}>{t(`starterWhat.${what}`)}</Tag>
          ))}
        </span>
      </span>
    </button>
  )
}

/** Stands for what nobody has chosen yet, so that the rest reads as it will. */
function dots({ what }: Open): unknown {
  return what === 'senders' ? ['…'] : '…'
}
