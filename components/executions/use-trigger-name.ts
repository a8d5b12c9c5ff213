'use client'
import { useCallback } from 'react'
import { useTranslations } from 'next-intl'

const NAMES = { 'mail arrived': 'mailArrived', 'mail sent': 'mailSent', 'by hand': 'byHand', schedule: 'schedule', record: 'record', hook: 'hook', 'no reply': 'noReply', 'another rule': 'anotherRule' } as const

/** What set a run off, in words; a trigger this version does not know keeps its stored name. */
export function useTriggerName(): (trigger: string) => string {
  const t = useTranslations('executions')
  return useCallback((trigger) => (isKnown(trigger) ? t(`trigger.${NAMES[trigger]}`) : trigger), [t])
}

function isKnown(trigger: string): trigger is keyof typeof NAMES {
  return Object.hasOwn(NAMES, trigger)
}
