'use client'
import { useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleMinus, OctagonAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { ValueCompare } from '../explanation/value-compare'
import { useRuleLanguage } from '../sentence/rule-language'
import { Notice } from '../ui/notice'
import { Select } from '../ui/select'
import { Sheet } from '../ui/sheet'
import { SkeletonRows } from '../ui/skeleton'
import { ReplayGround } from './replay-ground'
import { ReplaySteps } from './replay-steps'
import { MARKS, MarkTag } from './replay-mark'
import { namesOf, type Run } from './run-steps'
import type { Replay } from './replay'

/** What another version of the rule would have made of what this run was about, beside what happened. Nothing is done; `version`: draft, live, or the id of one. */
export function ReplaySheet({ run, version, onVersion, onClose }: { run: Run; version: string; onVersion: (version: string) => void; onClose: () => void }) {
  const t = useTranslations('replay')
  const trpc = useTRPC()
  const [waitOutcomes, setWaitOutcomes] = useState<Readonly<Record<string, string>>>({})
  const query = useQuery(trpc.execution.replayAgainst.queryOptions({ executionId: run.id, version, waitOutcomes }, { placeholderData: keepPreviousData, staleTime: 10_000 }))
  const replay = query.data
  const live = replay?.versions.find(({ isLive }) => isLive)
  const options = [
    ...(run.ruleDeleted ? [] : [{ value: 'draft', label: t('draft') }]),
    ...(replay?.versions ?? []).map(({ id, number, isLive }) => ({ value: id, label: t(id === replay?.ran.versionId ? (isLive ? 'versionRanLive' : 'versionRan') : isLive ? 'versionLive' : 'version', { number }) })),
  ]
  const chosen = version === 'live' ? (live?.id ?? null) : version
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t('title')} className="sm:w-[680px]">
      <div className="flex flex-col gap-4 p-4">
        <p className="text-ink-2">{t('text')}</p>
        <label className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{t('which')}</span>
          <Select
            value={chosen}
            options={options}
            placeholder={t('choose')}
            onChange={(next) => {
              setWaitOutcomes({})
              onVersion(next)
            }}
            aria-label={t('which')}
            className="min-w-44 max-sm:w-full"
          />
        </label>
        {query.isError && <QueryError what={t('title')} error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <SkeletonRows rows={6} />}
        {replay !== undefined && !query.isError && (
          <div aria-busy={query.isFetching} className="flex flex-col gap-4">
            <Verdict run={run} replay={replay} />
            <ReplaySteps run={run} replay={replay} outcomes={waitOutcomes} onOutcome={(step, port) => setWaitOutcomes((old) => Object.fromEntries([...Object.entries(old).filter(([id]) => id !== step), ...(port === null ? [] : [[step, port] as const])]))} />
            {replay.run !== null && <ReplayGround replay={replay} />}
          </div>
        )}
      </div>
    </Sheet>
  )
}

/** In one line: whether it would have run at all, and how much of it would be different. */
function Verdict({ run, replay }: { run: Run; replay: Replay }) {
  const t = useTranslations('replay')
  const language = useRuleLanguage()
  const { run: tried } = replay
  if (tried === null) {
    return (
      <Notice icon={OctagonAlert} tone="danger">
        <p>{t('blocked')}</p>
        <ul className="list-disc ps-4">
          {replay.problems.filter(({ severity }) => severity === 'blocker').map((problem, index) => (
            <li key={index}>{language.say(`problem.${problem.code}`, Object.fromEntries(Object.entries(problem.values ?? {}).map(([name, value]) => [name, String(value)])))}</li>
          ))}
        </ul>
      </Notice>
    )
  }
  const counts = MARKS.map((mark) => ({ mark, count: replay.steps.filter((step) => step.mark === mark).length })).filter(({ count }) => count > 0)
  const isSame = counts.every(({ mark }) => mark === 'same') && tried.match.hit
  if (isSame) return <Notice icon={CircleCheck}>{t('allSame')}</Notice>
  return (
    <>
      {!tried.match.hit && (
        <>
          <Notice icon={CircleMinus} tone="warning">
            {t(tried.match.reason === 'trigger' ? 'otherTrigger' : 'noMatch')}
          </Notice>
          {tried.match.because.length > 0 && <ValueCompare rows={tried.match.because} names={namesOf({ ...run, refs: replay.refs })} />}
        </>
      )}
      <ul aria-label={t('summary')} className="flex flex-wrap gap-2">
        {counts.map(({ mark, count }) => (
          <li key={mark} className="flex items-center gap-1.5 text-12 text-ink-2">
            <MarkTag mark={mark} /> {t('steps', { count })}
          </li>
        ))}
      </ul>
    </>
  )
}
