'use client'
import Link from 'next/link'
import { Check, Mail, Zap } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { runAddress } from '../execution/addresses'
import { Time } from '../language/time'
import { RoleTile } from '../state/role-tile'
import { StateChip } from '../state/state-chip'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Combobox } from '../ui/combobox'
import { CopyText } from '../ui/copy-text'
import { Icon } from '../ui/icon'
import { Details } from '../ui/pane'
import type { RecordDetail } from './record-url'
import { useMembers } from './use-records'

const NOBODY = 'nobody'

/** Who it is about, who has it, and which rule it came from. */
export function RecordFields({ record, onAssign, isSaving }: { record: RecordDetail; onAssign: (id: string | null, name: string | null) => void; isSaving: boolean }) {
  const t = useTranslations('records')
  const members = useMembers()
  const contact = record.contactName || record.contactAddress
  return (
    <aside aria-label={t('fields')} className="thin-scroll w-[304px] shrink-0 overflow-y-auto border-e border-line max-lg:w-full max-lg:overflow-visible max-lg:border-e-0 max-lg:border-b">
      <div className="px-4 py-3">
        <Details
          className="gap-y-1.5"
          rows={[
            {
              name: t('contact'),
              value:
                contact === '' ? (
                  <span className="text-ink-3">{t('noContact')}</span>
                ) : (
                  <span className="flex items-center gap-1.5">
                    <Avatar name={contact} id={record.contactAddress} size="s" />
                    <span className="min-w-0 truncate font-medium">{contact}</span>
                  </span>
                ),
            },
            ...(record.contactAddress ? [{ name: t('address'), value: <CopyText text={record.contactAddress} className="max-w-full" /> }] : []),
            {
              name: t('assignee'),
              value: (
                <span className="relative flex">
                  <Combobox
                    aria-label={t('assignee')}
                    value={record.assignee?.id ?? NOBODY}
                    onChange={(id) => onAssign(id === NOBODY ? null : id, members.find(({ userId }) => userId === id)?.name ?? null)}
                    placeholder={t('nobody')}
                    searchLabel={t('findMember')}
                    emptyText={t('noMember')}
                    options={[{ value: NOBODY, label: t('nobody') }, ...members.map(({ userId, name }) => ({ value: userId, label: name }))]}
                    className="w-full"
                  />
                  <span role="status" className="sr-only">
                    {isSaving ? t('saving') : ''}
                  </span>
                </span>
              ),
            },
            { name: t('openedAt'), value: <Time at={record.createdAt} as="full" /> },
            ...(record.closedAt ? [{ name: t('closedAt'), value: <span className="inline-flex items-center gap-1"><Icon of={Check} size={14} className="text-success-ink" /><Time at={record.closedAt} as="full" /></span> }] : []),
          ]}
        />
        {record.threadId !== null && (
          <Button asChild className="mt-2 w-full">
            <Link href={`/inbox?thread=${record.threadId}`}>
              <Icon of={Mail} />
              {t('openThread')}
            </Link>
          </Button>
        )}
      </div>
      <section aria-labelledby="came-from" className="border-t border-line px-4 py-3">
        <h3 id="came-from" className="mb-2 font-strong">
          {t('cameFrom')}
        </h3>
        {record.madeBy === null ? (
          <p className="text-ink-3">{t('byHand')}</p>
        ) : (
          <p className="flex items-center gap-2">
            <RoleTile role="trigger" icon={Zap} size="s" />
            <Link href={runAddress(record.madeBy.executionId)} className="min-w-0 truncate text-accent-ink hover:underline">
              {t('ruleRun', { rule: record.madeBy.ruleName, version: record.madeBy.version })}
            </Link>
          </p>
        )}
      </section>
      {record.runs.length > 0 && (
        <section aria-labelledby="runs" className="border-t border-line px-4 py-3">
          <h3 id="runs" className="mb-1 font-strong">
            {t('runs', { count: record.runs.length })}
          </h3>
          <ul>
            {record.runs.slice(0, 8).map((run) => (
              <li key={run.id} className="flex min-h-7 items-center gap-2">
                <Link href={runAddress(run.id)} className="min-w-0 flex-1 truncate hover:underline">
                  {t('ruleVersion', { rule: run.ruleName, version: run.version })}
                </Link>
                <StateChip state={run.state} until={run.waitsUntil} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  )
}
