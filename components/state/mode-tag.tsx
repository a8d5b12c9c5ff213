'use client'
import { useTranslations } from 'next-intl'
import { Tag } from '../ui/tag'

const MODES = {
  off: { word: 'off', tone: 'fact' },
  'dry run': { word: 'dryRun', tone: 'dryRun' },
  live: { word: 'live', tone: 'success' },
} as const

/** What automation does with an account's mail: nothing, everything but effects, or everything. */
export function ModeTag({ mode, className }: { mode: keyof typeof MODES; className?: string }) {
  const t = useTranslations('states')
  return (
    <Tag tone={MODES[mode].tone} {...(className ? { className } : {})}>
      {t(`mode.${MODES[mode].word}`)}
    </Tag>
  )
}

const RULES = { draft: 'fact', active: 'success', paused: 'warning', deleted: 'plain' } as const

/** Whether a rule is live. */
export function RuleStateTag({ state, className }: { state: keyof typeof RULES; className?: string }) {
  const t = useTranslations('states')
  return (
    <Tag tone={RULES[state]} {...(className ? { className } : {})}>
      {t(`rule.${state}`)}
    </Tag>
  )
}
