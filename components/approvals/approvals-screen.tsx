'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Stamp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { Main } from '../shell/panes'
import { EmptyState } from '../ui/empty-state'
import { Scroll } from '../ui/pane'
import { Segmented } from '../ui/segmented'
import { SkeletonRows } from '../ui/skeleton'
import { Spacer, Toolbar, ToolbarTitle } from '../ui/toolbar'
import { ApprovalCard } from './approval-card'

/** This folder is where people give their word on what rules ask them: in the app, and behind the link from a mail. */

const STATES = ['open', 'settled'] as const

/** What the reader is asked, and what they or others have settled. */
export function ApprovalsScreen() {
  const t = useTranslations('approvals')
  const trpc = useTRPC()
  const [{ state, execution }, go] = useQueryStates({ state: parseAsStringLiteral(STATES).withDefault('open'), execution: parseAsString })
  const asked = useQuery(trpc.approval.list.queryOptions({ state, limit: 100 }))
  const items = asked.data?.items ?? []
  return (
    <Main label={t('title')}>
      <Toolbar>
        <ToolbarTitle count={state === 'open' ? asked.data?.items.length : undefined}>{t('title')}</ToolbarTitle>
        <Spacer />
        <Segmented size="s" label={t('which')} value={state} onChange={(next) => void go({ state: next })} options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))} />
      </Toolbar>
      {asked.isError ? (
        <QueryError what={t('title')} error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.isPending ? (
        <SkeletonRows rows={3} />
      ) : items.length === 0 ? (
        <EmptyState icon={Stamp} title={t(`empty.${state}.title`)} text={t(`empty.${state}.text`)} />
      ) : (
        <Scroll>
          <ul className="flex max-w-3xl flex-col gap-4 p-4">
            {items.map((approval) => (
              <ApprovalCard key={approval.id} approval={approval} current={approval.executionId === execution} />
            ))}
          </ul>
        </Scroll>
      )}
    </Main>
  )
}
