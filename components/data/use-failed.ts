'use client'
import { useTranslations } from 'next-intl'
import { showToast } from '../ui/toast-store'
import { useErrorText } from './query-error'

/** Says that something a person did has failed, why, and what is safe. For `onError` of mutations; `urgent` only for sending and publishing. */
export function useFailed(): (what: string, error: unknown, options?: { urgent?: boolean }) => void {
  const t = useTranslations('errors')
  const text = useErrorText()
  return (what, error, options) => {
    showToast({ text: t('couldNotDo', { what, why: text(error) }), tone: 'danger', urgent: options?.urgent ?? false })
  }
}
