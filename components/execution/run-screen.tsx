'use client'
import { useState } from 'react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { useTranslations } from 'next-intl'
import { isOver as isFinal } from '../data/failure'
import { QueryError } from '../data/query-error'
import { useStore } from '../data/store'
import { useTRPC } from '../data/trpc'
import { neighbour, nextFailing, runOrder } from '../executions/run-order'
import { useCommand } from '../keyboard/use-command'
import { Main, usePanel } from '../shell/panes'
import { Button } from '../ui/button'
import { SkeletonRows } from '../ui/skeleton'
import { mailAddress, runAddress } from './addresses'
import { OpenRun } from './open-run'
import { ReplaySheet } from './replay-sheet'
import { RerunSheet } from './rerun-sheet'
import { isOver } from './run-life'
import { RunToolbar } from './run-toolbar'

/** One run. What it shows follows the run while it lives. */
export function RunScreen({ id }: { id: string }) {
  const t = useTranslations('executions')
  const trpc = useTRPC()
  const router = useRouter()
  const panel = usePanel()
  const query = useQuery(trpc.execution.get.queryOptions({ id }))
  const run = query.data
  const order = useStore(runOrder)
  const [rerunning, setRerunning] = useState(false)
  const [versus, setVersus] = useQueryState('versus', parseAsString)
  const backTo = order.search === '' ? '/executions' : `/executions?${order.search}`
  const goTo = (next: string | null) => {
    if (next === null) return null
    return () => {
      runOrder.update((old) => ({ ...old, openedId: next }))
      router.push(runAddress(next))
    }
  }
  const newer = goTo(neighbour(order, id, -1))
  const mail = run === undefined ? null : mailAddress(run)
  const older = goTo(neighbour(order, id, 1))
  useCommand('list.next', () => (older === null ? false : older()), { enabled: older !== null })
  useCommand('list.previous', () => (newer === null ? false : newer()), { enabled: newer !== null })
  useCommand('list.back', () => router.push(backTo))
  useCommand('up', () => router.push(backTo))
  useCommand('runs.openMail', () => (mail === null ? false : router.push(mail)), { enabled: mail !== null })
  useCommand('runs.rerun', () => (run === undefined || !isOver(run.state) ? false : setRerunning(true)), { enabled: run !== undefined })
  return (
    <Main label={t('runLabel')} className="print:block print:overflow-visible">
      <RunToolbar run={run} backTo={backTo} onNewer={newer} onOlder={older} onRerun={() => setRerunning(true)} onVersus={() => void setVersus('live')} panel={panel} />
      {query.isError && run === undefined && (
        <QueryError
          what={t('runLabel')}
          error={query.error}
          {...(isFinal(query.error) ? {} : { onRetry: () => void query.refetch() })}
          action={
            <Button asChild>
              <Link href={backTo}>{t('back')}</Link>
            </Button>
          }
        />
      )}
      {query.isPending && <SkeletonRows rows={10} rowClassName="h-9 first:h-17" lines={1} />}
      {run !== undefined && <OpenRun run={run} panel={panel} nextFailing={goTo(nextFailing(order, id))} onVersus={() => void setVersus('live')} />}
      {versus !== null && run !== undefined && <ReplaySheet run={run} version={versus} onVersion={(next) => void setVersus(next)} onClose={() => void setVersus(null)} />}
      {rerunning && <RerunSheet id={id} onClose={() => setRerunning(false)} />}
    </Main>
  )
}
