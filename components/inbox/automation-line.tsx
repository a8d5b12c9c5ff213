'use client'
import { useTranslations } from 'next-intl'
import { useOutcomeWords } from '../explanation/outcome-words'
import { telling } from '../explanation/telling'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { STATES } from '../state/states'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import type { MailRow } from './target'

/** What the latest rule did to a thread, as glyph and sentence: what no snippet can say. All of it on hover. */
export function AutomationLine({ line }: { line: NonNullable<MailRow['automation']> }) {
  const t = useTranslations('inbox')
  const words = useOutcomeWords()
  const formats = useFormats()
  const now = useNow()
  const look = STATES[line.mode === 'dry run' && line.state.startsWith('done') ? 'dry run' : line.state]
  const [only, ...others] = telling(line.outcome)
  const brief = only?.kind === 'waiting' && others.length === 0 ? t('waitsUntil', { rule: line.ruleName, time: formats.short(only.until, now) }) : null
  const says = (outcome: typeof line.outcome) => t('ruleDid', { rule: line.ruleName, what: words({ ...line, outcome }) })
  return (
    <span className={cn('flex min-w-0 flex-1 items-center gap-1', look.ink)} title={says(line.outcome)}>
      <Icon of={look.icon} size={12} />
      <span className="truncate">{brief ?? says(telling(line.outcome))}</span>
    </span>
  )
}
