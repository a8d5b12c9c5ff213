'use client'
import { useTranslations } from 'next-intl'

const NAMES = { 'mail arrived': 'mailArrived' } as const

/** What set a run off, in words; a trigger this version does not know keeps its stored name. */
export function useTriggerName(): (trigger: string) => string {
  const t = useTranslations('executions')
  return (trigger) => (trigger === 'mail arrived' ? t(`trigger.${NAMES[trigger]}`) : trigger)
}
