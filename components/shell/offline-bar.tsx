'use client'
import { useMutationState } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useOfflineSince } from '../data/online'
import { Time } from '../language/time'
import { Notice } from '../ui/notice'

/** Over everything while there is no network: since when, and how many changes wait in this browser. */
export function OfflineBar() {
  const t = useTranslations('shell')
  const since = useOfflineSince()
  const waiting = useMutationState({ filters: { predicate: ({ state }) => state.isPaused }, select: ({ mutationId }) => mutationId }).length
  return (
    <div role="status" className="min-w-0 max-sm:col-span-1">
      {since && (
        <Notice icon={WifiOff} tone="warning" edge>
          {t.rich('offlineBar', { time: () => <Time at={since} as="clock" /> })} {waiting > 0 && <strong className="font-strong text-ink">{t('offlineQueued', { count: waiting })}</strong>}
        </Notice>
      )}
    </div>
  )
}
