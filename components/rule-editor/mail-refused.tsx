'use client'
import { MailX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { codeOf } from '../data/failure'
import { EmptyState } from '../ui/empty-state'

const REFUSALS = { 'too large': 'tooLarge', 'invalid.eml.noMail': 'noMail', 'invalid.eml.tooDeep': 'tooDeep', 'invalid.eml.tooMany': 'tooMany', 'invalid.eml.tookTooLong': 'tookTooLong', 'invalid.eml.unsafe': 'unsafe', 'parser unavailable': 'noReader' } as const

/** Whether it was the pasted mail that could not be read, and not the rule that could not be tried. */
export function isRefusal(error: unknown): boolean {
  return Object.hasOwn(REFUSALS, codeOf(error))
}

/** Why a pasted mail was not tried, and what to do. */
export function MailRefused({ error }: { error: unknown }) {
  const t = useTranslations('editor')
  const [, why = 'unsafe'] = Object.entries(REFUSALS).find(([code]) => code === codeOf(error)) ?? []
  return <EmptyState icon={MailX} title={t('mailRefused.title')} text={t(`mailRefused.${why}`)} className="py-4" />
}
