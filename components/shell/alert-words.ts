'use client'
import { useTranslations } from 'next-intl'
import type { Outputs } from '../data/trpc'

type Told = Outputs['notification']['list']['items'][number]

const KINDS = { 'rule over budget': 'overBudget', 'executions failed': 'failed', 'executions stuck': 'stuck', 'loop guard': 'loop', 'too many records': 'tooMany', 'mail not sent': 'notSent', 'mail returned': 'returned', 'mail cancelled': 'takenBack', 'account not read': 'notRead' } as const

/** What Postroom itself has to say, in the reader's language; else what was written. */
export function useAlertWords(): (told: Pick<Told, 'kind' | 'data' | 'text'>) => string {
  const t = useTranslations('shell')
  return ({ kind, data, text }) => (kind === null ? text : t(`alert.${KINDS[kind]}`, { rule: String(data['rule'] ?? ''), account: String(data['account'] ?? ''), about: String(data['account'] ?? data['rule'] ?? ''), count: Number(data['count'] ?? 1) }))
}
