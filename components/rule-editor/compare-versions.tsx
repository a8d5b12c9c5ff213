'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { RuleGraph } from '../../rules/graph'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { Field } from '../ui/field'
import { Select } from '../ui/select'
import { Sheet } from '../ui/sheet'
import { SkeletonRows } from '../ui/skeleton'
import { useEditor, useGraph } from './editor-context'
import { WhatChanges } from './what-changes'

const DRAFT = 'draft'

/** Any version beside any other or the draft: what is different in the later one. */
export function CompareVersions({ number, onClose }: { number: number | null; onClose: () => void }) {
  const t = useTranslations('editor')
  const { rule } = useEditor()
  const draft = useGraph()
  const [other, setOther] = useState<string>(DRAFT)
  const shown = useVersion(number)
  const against = useVersion(other === DRAFT ? null : Number(other))
  const them: RuleGraph | undefined = other === DRAFT ? draft : against.data?.graph
  const failed = shown.isError ? shown : against.isError ? against : null
  // The newer of the two is told; the draft is newer than any version.
  const isLater = other === DRAFT || Number(other) > (number ?? 0)
  const pair = shown.data === undefined || them === undefined ? null : isLater ? ([shown.data.graph, them] as const) : ([them, shown.data.graph] as const)
  return (
    <Sheet open={number !== null} onOpenChange={(open) => !open && onClose()} title={t('compareTitle', { version: number ?? 0 })}>
      <div className="flex flex-col gap-5 p-4">
        <Field label={t('compareWith')}>
          {(control) => (
            <Select
              {...control}
              size="l"
              value={other}
              onChange={setOther}
              options={[{ value: DRAFT, label: t('theDraft') }, ...rule.versions.filter((one) => one.number !== number).map((one) => ({ value: String(one.number), label: t('version', { version: one.number }), hint: one.note }))]}
            />
          )}
        </Field>
        {failed !== null && <QueryError what={t('compareTitle', { version: number ?? 0 })} error={failed.error} onRetry={() => void failed.refetch()} />}
        {failed === null && pair === null && <SkeletonRows rows={3} rowClassName="h-10" />}
        {pair !== null && (
          <section>
            <h3 className="mb-1.5 font-strong">{t('changesFrom', { from: isLater ? t('version', { version: number ?? 0 }) : t('version', { version: Number(other) }), to: !isLater ? t('version', { version: number ?? 0 }) : other === DRAFT ? t('theDraft') : t('version', { version: Number(other) }) })}</h3>
            <WhatChanges before={pair[0]} after={pair[1]} />
          </section>
        )}
      </div>
    </Sheet>
  )

  function useVersion(wanted: number | null) {
    const trpc = useTRPC()
    return useQuery(trpc.rule.version.queryOptions({ id: rule.id, number: wanted ?? 1 }, { enabled: wanted !== null, staleTime: Infinity }))
  }
}
