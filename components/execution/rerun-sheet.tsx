'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { useMutation, useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useMe } from '../shell/me'
import { Button } from '../ui/button'
import { Sheet } from '../ui/sheet'
import { SkeletonRows } from '../ui/skeleton'
import { showToast } from '../ui/toast-store'
import { runAddress } from './addresses'
import { RepeatList } from './repeat-list'
import { RerunPreview } from './rerun-preview'
import { repeatsOf, riskedOf, type RerunWay } from './rerun-plan'
import type { Run } from './run-steps'
import { Ways } from './ways'

/** How to run it again, and what that would and would not repeat. Nothing happens until the last button. */
export function RerunSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('executions')
  const trpc = useTRPC()
  const query = useQuery(trpc.execution.get.queryOptions({ id }))
  if (query.data !== undefined) return <Form run={query.data} onClose={onClose} />
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t('rerunSheet.title')}>
      {query.isError ? <QueryError what={t('runLabel')} error={query.error} onRetry={() => void query.refetch()} /> : <SkeletonRows rows={4} />}
    </Sheet>
  )
}

function Form({ run, onClose }: { run: Run; onClose: () => void }) {
  const t = useTranslations('executions')
  const trpc = useTRPC()
  const router = useRouter()
  const failed = useFailed()
  const { mayRunRules } = useMe()
  const hasFailed = run.state === 'failed' || run.state === 'uncertain' || run.state === 'cancelled'
  const [way, setWay] = useState<RerunWay>(!mayRunRules ? 'dry run' : hasFailed ? 'from failed' : 'whole')
  const [version, setVersion] = useState<'original' | 'current'>('original')
  const [risked, setRisked] = useState<readonly string[]>([])
  const repeats = repeatsOf(run, way)
  const rerun = useMutation(
    trpc.execution.rerun.mutationOptions({
      onSuccess: ({ executionId }) => {
        showToast({ text: t('rerunSheet.started'), icon: RotateCw })
        onClose()
        router.push(runAddress(executionId))
      },
      onError: (error) => failed(t('rerun'), error),
    }),
  )
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('rerunSheet.title')}
      footer={
        <>
          <Button size="l" onClick={onClose}>
            {t('rerunSheet.cancel')}
          </Button>
          <Button size="l" look="primary" icon={RotateCw} busy={rerun.isPending} onClick={() => rerun.mutate({ id: run.id, as: way, version, ...riskedOf(repeats, risked) })}>
            {t(way === 'dry run' ? 'rerunSheet.goDry' : 'rerunSheet.go')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5 p-4">
        <Ways
          name="way"
          legend={t('rerunSheet.how')}
          value={way}
          onChange={setWay}
          options={[
            { value: 'from failed', label: t('rerunSheet.fromFailed'), hint: t('rerunSheet.fromFailedHint'), disabled: !hasFailed || !mayRunRules },
            { value: 'whole', label: t('rerunSheet.whole'), hint: t(mayRunRules ? 'rerunSheet.wholeHint' : 'rerunSheet.noRight'), disabled: !mayRunRules },
            { value: 'dry run', label: t('rerunSheet.dryRun'), hint: t('rerunSheet.dryRunHint') },
          ]}
        />
        {run.liveVersion !== run.version && (
          <Ways
            name="version"
            legend={t('rerunSheet.version')}
            value={version}
            onChange={setVersion}
            options={[
              { value: 'original', label: t('rerunSheet.original', { number: run.version }), hint: t('rerunSheet.originalHint') },
              {
                value: 'current',
                label: run.liveVersion === null ? t('rerunSheet.noCurrent') : t('rerunSheet.current', { number: run.liveVersion }),
                hint: t(run.liveVersion === null ? 'rerunSheet.noCurrentHint' : 'rerunSheet.currentHint'),
                disabled: run.liveVersion === null,
              },
            ]}
          />
        )}
        {version === 'current' && run.liveVersion !== null && way !== 'from failed' && <RerunPreview id={run.id} />}
        <RepeatList run={run} repeats={repeats} risked={risked} onRisk={setRisked} />
      </div>
    </Sheet>
  )
}
