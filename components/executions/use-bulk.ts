'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../data/trpc'
import { showToast } from '../ui/toast-store'
import type { RunRow } from './use-runs'

/** Stops or repeats several runs, one after the other; one that cannot be does not hold up the rest, and is counted. */
export function useBulk() {
  const t = useTranslations('executions')
  const client = useTRPCClient()
  const [busy, setBusy] = useState(false)
  const each = async (runs: readonly RunRow[], act: (id: string) => Promise<unknown>, said: (counts: { done: number; failed: number }) => string) => {
    setBusy(true)
    const results = await Promise.allSettled(runs.map(({ id }) => act(id)))
    setBusy(false)
    const failed = results.filter(({ status }) => status === 'rejected').length
    showToast({ text: said({ done: runs.length - failed, failed }), tone: failed > 0 ? 'danger' : 'plain' })
  }
  return {
    busy,
    stop: (runs: readonly RunRow[]) => each(runs, (id) => client.execution.cancel.mutate({ id }), (counts) => t('bulk.stopped', counts)),
    rerun: (runs: readonly RunRow[]) => each(runs, (id) => client.execution.rerun.mutate({ id, as: 'from failed', version: 'original' }), (counts) => t('bulk.started', counts)),
  }
}
