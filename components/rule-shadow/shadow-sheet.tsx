'use client'
import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleStop, Ghost, Rocket } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { answerOf } from '../data/failure'
import { QueryError, useErrorText } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Time } from '../language/time'
import { useMe } from '../shell/me'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { EmptyState } from '../ui/empty-state'
import { Field } from '../ui/field'
import { Select } from '../ui/select'
import { Sheet } from '../ui/sheet'
import { SkeletonRows } from '../ui/skeleton'
import { showToast } from '../ui/toast-store'
import { Counts } from './counts'
import { Differing } from './differing'

export interface ShadowedRule {
  readonly id: string
  readonly name: string
}

const LOOK_MILLISECONDS = 5_000

/**
 * This folder is a drawing that looks at arriving mail beside the live version: how to begin, how often the two agree, and each mail about which they do not.
 */
export function ShadowSheet({ rule, onClose }: { rule: ShadowedRule | null; onClose: () => void }) {
  const t = useTranslations('shadow')
  return (
    <Sheet open={rule !== null} onOpenChange={onClose} title={t('title', { rule: rule?.name ?? '' })} className="w-[600px]">
      {rule !== null && <Inside key={rule.id} rule={rule} />}
    </Sheet>
  )
}

function Inside({ rule }: { rule: ShadowedRule }) {
  const t = useTranslations('shadow')
  const trpc = useTRPC()
  const { scopes } = useMe()
  const canEdit = scopes.includes('write')
  const report = useInfiniteQuery(
    trpc.rule.shadow.report.infiniteQueryOptions({ ruleId: rule.id, limit: 25 }, { getNextPageParam: ({ differing }) => differing.nextCursor, staleTime: 0, refetchInterval: ({ state }) => (state.data?.pages[0]?.shadow?.endedAt === null ? LOOK_MILLISECONDS : false) }),
  )
  const detail = useQuery(trpc.rule.get.queryOptions({ id: rule.id }))
  if (report.isPending) return <SkeletonRows rows={6} rowClassName="h-12 px-4" />
  if (report.isError) return <QueryError what={t('report')} error={report.error} onRetry={() => void report.refetch()} />
  const shadow = report.data.pages[0]?.shadow ?? null
  const live = detail.data?.live
  const isOn = shadow !== null && shadow.endedAt === null
  return (
    <div className="flex flex-col gap-4 p-4">
      {!isOn && (canEdit ? <Begin rule={rule} /> : <p className="text-ink-2">{t('lead')}</p>)}
      {shadow !== null && (
        <section aria-label={t('report')} className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <span className="min-w-52 flex-1">
              <span className="block font-medium">{t(isOn ? 'on' : 'ended', { what: shadow.version === null ? t('draft') : t('version', { number: shadow.version }) })}</span>
              <span className="block text-12 text-ink-3">
                {t('by', { who: shadow.startedBy?.name ?? t('somebody') })} · <Time at={shadow.startedAt} />
                {shadow.endedBecause !== null && ` · ${t(`because.${shadow.endedBecause}`)}`}
              </span>
            </span>
            {isOn && canEdit && <Acts rule={rule} />}
          </div>
          <Counts counts={shadow.counts} />
          <Differing looks={report.data.pages.flatMap((page) => page.differing.rows)} refs={Object.assign({}, ...report.data.pages.map(({ refs }) => refs))} drawings={{ live: isOn ? (live?.graph ?? null) : null, shadow: shadow.graph }} />
          {report.hasNextPage && (
            <Button look="quiet" busy={report.isFetchingNextPage} onClick={() => void report.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
        </section>
      )}
      {shadow === null && !canEdit && <EmptyState icon={Ghost} title={t('none')} />}
    </div>
  )
}

function useChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: [['rule']] })
}

function Begin({ rule }: { rule: ShadowedRule }) {
  const t = useTranslations('shadow')
  const trpc = useTRPC()
  const text = useErrorText()
  const changed = useChanged()
  const detail = useQuery(trpc.rule.get.queryOptions({ id: rule.id })).data
  const [version, setVersion] = useState('draft')
  const start = useMutation(trpc.rule.shadow.start.mutationOptions({ onSuccess: changed }))
  const others = (detail?.versions ?? []).filter(({ id }) => id !== detail?.live?.versionId)
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-2">{t('lead')}</p>
      <Field label={t('what')} error={start.isError ? (refusalOf(start.error) === null ? text(start.error) : t(`refused.${refusalOf(start.error) ?? 'problems'}`)) : undefined}>
        {(control) => <Select {...control} size="l" value={version} onChange={setVersion} options={[{ value: 'draft', label: t('draftNow') }, ...others.map(({ id, number, note }) => ({ value: id, label: t('version', { number }), ...(note === '' ? {} : { hint: note }) }))]} />}
      </Field>
      <div className="flex justify-end">
        <Button look="primary" size="l" busy={start.isPending} onClick={() => start.mutate({ ruleId: rule.id, version })}>
          {t('begin')}
        </Button>
      </div>
    </div>
  )
}

const REFUSALS: Readonly<Record<string, 'notPublished' | 'otherTrigger' | 'problems'>> = { 'conflict.not published': 'notPublished', 'conflict.other trigger': 'otherTrigger', 'rule.problems': 'problems' }

function refusalOf(error: unknown) {
  return REFUSALS[answerOf(error).code] ?? null
}

function Acts({ rule }: { rule: ShadowedRule }) {
  const t = useTranslations('shadow')
  const trpc = useTRPC()
  const failed = useFailed()
  const changed = useChanged()
  const [publishing, setPublishing] = useState(false)
  const stop = useMutation(trpc.rule.shadow.stop.mutationOptions({ onSuccess: changed, onError: (error) => failed(t('stop'), error) }))
  const publish = useMutation(
    trpc.rule.shadow.publish.mutationOptions({
      onSuccess: ({ number }) => {
        showToast({ text: t('published', { number }) })
        return changed()
      },
      onError: (error) => failed(t('publish'), error, { urgent: true }),
      onSettled: () => setPublishing(false),
    }),
  )
  return (
    <span className="flex gap-2">
      <Button icon={CircleStop} busy={stop.isPending} onClick={() => stop.mutate({ ruleId: rule.id })}>
        {t('stop')}
      </Button>
      <Button look="primary" icon={Rocket} onClick={() => setPublishing(true)}>
        {t('publish')}
      </Button>
      <ConfirmDialog
        open={publishing}
        onOpenChange={setPublishing}
        title={t('publishTitle', { rule: rule.name })}
        consequences={[{ icon: Rocket, text: t('publishMeans') }, { icon: Ghost, text: t('publishEnds') }]}
        confirmLabel={t('publish')}
        busy={publish.isPending}
        onConfirm={() => publish.mutate({ ruleId: rule.id })}
      />
    </span>
  )
}
