'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Main } from '../shell/panes'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Crumbs, Spacer, Toolbar } from '../ui/toolbar'
import { RecordBody } from './record-body'
import { RecordSkeleton } from './record-skeleton'
import { recordsAddress, useRecordUrl } from './record-url'
import { RecordsSection } from './records-section'
import { useRecords } from './use-records'

/** One ticket or lead with everything that happened to it. */
export function RecordScreen({ id }: { id: string }) {
  const t = useTranslations('records')
  const trpc = useTRPC()
  const router = useRouter()
  const { filter, question } = useRecordUrl()
  const query = useQuery(trpc.record.get.queryOptions({ id }))
  const { rows } = useRecords(question)
  const record = query.data
  const at = rows.findIndex((row) => row.id === id)
  const back = recordsAddress(filter)
  const step = (steps: 1 | -1) => {
    const next = at < 0 ? undefined : rows[at + steps]
    if (next === undefined) return false
    router.replace(recordsAddress(filter, `/records/${next.id}`))
  }
  useCommand('list.next', () => step(1))
  useCommand('list.previous', () => step(-1))
  useCommand('list.back', () => router.push(back))
  useCommand('up', () => router.push(back))
  return (
    <>
      <RecordsSection filter={record && filter.type === null ? { ...filter, type: record.type } : filter} inList={false} />
      <Main label={t('title')}>
        <Toolbar>
          <IconButton icon={ArrowLeft} label={t('back')} keys={keysOf('list.back')} onClick={() => router.push(back)} className="-ms-1.5 sm:hidden" />
          <Crumbs
            label={t('crumbs')}
            links={[
              <Link key="list" href={back}>
                {filter.type === null ? t('title') : t(`types.${filter.type}`)}
              </Link>,
            ]}
            current={record === undefined ? '…' : t(`numbered.${record.type}`, { number: record.number })}
          />
          <Spacer />
          {at >= 0 && (
            <span className="flex shrink-0 items-center">
              <span className="me-1 text-12 text-ink-3">{t('nOf', { n: at + 1, all: rows.length })}</span>
              <IconButton icon={ChevronUp} label={t('previous')} keys={keysOf('list.previous')} disabled={at === 0} onClick={() => step(-1)} />
              <IconButton icon={ChevronDown} label={t('next')} keys={keysOf('list.next')} disabled={at === rows.length - 1} onClick={() => step(1)} />
            </span>
          )}
        </Toolbar>
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
