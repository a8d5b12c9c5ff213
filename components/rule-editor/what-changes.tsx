'use client'
import { useMemo } from 'react'
import { CircleMinus, CirclePlus, PencilLine, Settings2, Spline } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { diffOf, type Difference } from '../../rules/diff'
import type { RuleGraph } from '../../rules/graph'
import { toText } from '../../rules/sentence'
import { useRuleLanguage } from '../sentence/rule-language'
import { Icon } from '../ui/icon'
import { useEditor } from './editor-context'

const ICONS = { rule: Settings2, added: CirclePlus, removed: CircleMinus, changed: PencilLine, rewired: Spline, order: Spline, look: PencilLine } as const satisfies Record<Difference['kind'], typeof Spline>
const INKS = { rule: 'text-ink-3', added: 'text-success-ink', removed: 'text-danger-ink', changed: 'text-ink-3', rewired: 'text-ink-3', order: 'text-ink-3', look: 'text-ink-3' } as const satisfies Record<Difference['kind'], string>

/** What the rule does differently from one drawing to another, step by step; what only looks different is counted. */
export function WhatChanges({ before, after }: { before: RuleGraph; after: RuleGraph }) {
  const t = useTranslations('editor')
  const { names } = useEditor()
  const language = useRuleLanguage()
  const { changes, looks } = useMemo(() => diffOf(before, after), [before, after])
  return (
    <div className="flex flex-col gap-1.5">
      {changes.length === 0 ? (
        <p className="text-ink-2">{t('changesNothing')}</p>
      ) : (
        <ul className="divide-y divide-line rounded-node border border-line">
          {changes.map(({ kind, says }, index) => (
            <li key={index} className="flex items-start gap-2 px-3 py-2">
              <Icon of={ICONS[kind]} className={`mt-0.5 ${INKS[kind]}`} />
              <span className="min-w-0 flex-1 break-words">
                <span className="sr-only">{t(`changeKind.${kind}`)} </span>
                {capitalised(toText(says, language, names), language.locale)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {looks.length > 0 && <p className="text-12 text-ink-3">{t('changesLooks', { count: looks.length })}</p>}
    </div>
  )
}

function capitalised(text: string, locale: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(locale) + text.slice(first.length)
}
