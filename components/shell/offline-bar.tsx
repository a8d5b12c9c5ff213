'use client'
import { useMutationState } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useOfflineSince } from '../data/online'
import { useFormats } from '../language/language-provider'
import { Notice } from '../ui/notice'

/** Over everything while there is no network: since when, and how many changes wait in this browser. */
export function OfflineBar() {
  const t = useTranslations('shell')
  const formats = useFormats()
  const since = useOfflineSince()
  const waiting = useMutationState({ filters: { predicate: ({ state }) => state.isPaused }, select: ({ mutationId }) => mutationId }).length
  return (
    <div role="status">
      {since && (
        <Notice icon={WifiOff} tone="warning" edge>
          {t('offlineBar', { time: formats.clock(since) })} {waiting > 0 && <strong className="font-strong text-ink">{t('offlineQueued', { count: waiting })}</strong>}
        </Notice>
      )}
    </div>
  )
}
