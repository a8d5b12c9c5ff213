'use client'
import { useState } from 'react'
import Link from 'next/link'
import { IdCard, MousePointerClick, Workflow, X } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { recordAddress } from '../execution/addresses'
import { Panel, type PanelState } from '../shell/panes'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { IconButton } from '../ui/icon-button'
import { Scroll } from '../ui/pane'
import { Skeleton } from '../ui/skeleton'
import { TabPanel, Tabs } from '../ui/tabs'
import { ExecutionBlock } from './execution-block'
import type { ThreadView } from './target'
import { TryRule } from './try-rule'
import { WhyNot } from './why-not'

type Tab = 'automation' | 'record'

/** What belongs to the mail that is open: what rules did with it, or why they did nothing, and the records of its thread. */
export function AutomationPanel({ state, messageId, records }: { state: PanelState; messageId: string | null; records: ThreadView['thread']['records'] }) {
  const t = useTranslations('inbox')
  const shell = useTranslations('shell')
  const [tab, setTab] = useState<Tab>('automation')
  return (
    <Panel state={state} label={t('panel.label')} bare>
      <Tabs
        label={t('panel.label')}
        value={tab}
        tabs={[
          { value: 'automation', label: t('panel.automation') },
          { value: 'record', label: t('panel.record'), count: records.length === 0 ? undefined : records.length },
        ]}
        onChange={setTab}
        end={state.docked && <IconButton icon={X} label={shell('closePanel')} onClick={() => state.setOpen(false)} className="-me-1.5" />}
        className="min-h-0 flex-1 xl:[&>div:first-child]:h-(--toolbar)"
      >
        <TabPanel value="automation" className="flex flex-col overflow-hidden data-[state=inactive]:hidden">
          {messageId === null ? <EmptyState icon={MousePointerClick} title={t('panel.noneTitle')} text={t('panel.noneText')} /> : <Automation key={messageId} messageId={messageId} />}
        </TabPanel>
        <TabPanel value="record" className="overflow-y-auto data-[state=inactive]:hidden">
          <Records records={records} />
        </TabPanel>
      </Tabs>
    </Panel>
  )
}

function Automation({ messageId }: { messageId: string }) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const query = useQuery(trpc.message.automation.queryOptions({ id: messageId }))
  if (query.isPending) {
    return (
      <div role="status" aria-label={t('panel.automation')} className="flex animate-appear flex-col gap-3 p-4">
        <Skeleton className="w-1/2" />
        <Skeleton className="w-4/5" />
        <Skeleton className="w-2/3" />
        <Skeleton className="w-3/4" />
      </div>
    )
  }
  if (query.isError) return <QueryError what={t('panel.automation')} error={query.error} onRetry={() => void query.refetch()} />
  const { executions, whyNot } = query.data
  return (
    <>
      <Scroll>
        {executions.map((run) => (
          <ExecutionBlock key={run.id} run={run} />
        ))}
        {executions.length === 0 && whyNot.length > 0 && <p className="border-b border-line px-4 py-3 text-12 text-ink-2">{t('panel.nothingDone')}</p>}
        {whyNot.length > 0 && (
          <section aria-label={t('panel.whyNot')} className="px-4 pt-3">
            <div className="flex items-baseline gap-2">
              <h3 className="flex-1 font-strong">{t('panel.whyNot')}</h3>
              <span className="text-12 text-ink-3">{t('panel.others', { count: whyNot.length })}</span>
            </div>
            <ul>
              {whyNot.map((rule) => (
                <WhyNot key={rule.ruleId} rule={rule} messageId={messageId} />
              ))}
            </ul>
          </section>
        )}
        {executions.length === 0 && whyNot.length === 0 && (
          <EmptyState
            icon={Workflow}
            title={t('panel.noRulesTitle')}
            text={t('panel.noRulesText')}
            action={
              <Button asChild>
                <Link href="/rules">{t('panel.toRules')}</Link>
              </Button>
            }
          />
        )}
      </Scroll>
      <TryRule messageId={messageId} />
    </>
  )
}

function Records({ records }: { records: ThreadView['thread']['records'] }) {
  const t = useTranslations('inbox')
  if (records.length === 0) return <EmptyState icon={IdCard} title={t('panel.noRecordsTitle')} text={t('panel.noRecordsText')} />
  return (
    <ul>
      {records.map((record) => (
        <li key={record.id} className="border-b border-line">
          <Link href={recordAddress(record.id)} className="ring-inside block px-4 py-3 hover:bg-hover">
            <span className="font-strong">{t(`recordName.${record.recordType}`, { number: record.number })}</span> <span className="text-12 text-ink-3">{record.stage}</span>
            <span className="block truncate text-ink-2">{record.title}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
