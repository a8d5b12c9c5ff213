'use client'
import Link from 'next/link'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { DetailToolbar } from '../shell/detail-toolbar'
import { Main } from '../shell/panes'
import { Button } from '../ui/button'
import { RecordBody } from './record-body'
import { RecordSkeleton } from './record-skeleton'
import { recordsAddress, useRecordUrl } from './record-url'
import { RecordsSection } from './records-section'
import { useRecords } from './use-records'

/** One ticket or lead with everything that happened to it. */
export function RecordScreen({ id }: { id: string }) {
  const t = useTranslations('records')
  const trpc = useTRPC()
  const { filter, question } = useRecordUrl()
  const query = useQuery(trpc.record.get.queryOptions({ id }))
  const { rows } = useRecords(question)
  const record = query.data
  return (
    <>
      <RecordsSection filter={record && filter.type === null ? { ...filter, type: record.type } : filter} inList={false} />
      <Main label={t('title')}>
        <DetailToolbar
          list={{ href: recordsAddress(filter), label: filter.type === null ? t('title') : t(`types.${filter.type}`) }}
          ids={rows.map((row) => row.id)}
          id={id}
          addressOf={(other) => recordsAddress(filter, `/records/${other}`)}
          name={record === undefined ? null : t(`numbered.${record.type}`, { number: record.number })}
          labels={{ back: t('back'), crumbs: t('crumbs'), previous: t('previous'), next: t('next') }}
        />
        {query.isError ? (
          <QueryError
            what={t('thisRecord')}
            error={query.error}
            onRetry={() => void query.refetch()}
            action={
              <Button asChild>
                <Link href="/records">{t('back')}</Link>
              </Button>
            }
          />
        ) : record === undefined ? (
          <RecordSkeleton />
        ) : (
          <RecordBody key={record.id} record={record} />
        )}
      </Main>
    </>
  )
}
