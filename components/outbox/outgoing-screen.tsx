'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { threadAddress } from '../execution/addresses'
import { useCommand } from '../keyboard/use-command'
import { DetailToolbar } from '../shell/detail-toolbar'
import { Main } from '../shell/panes'
import { Button } from '../ui/button'
import { Scroll } from '../ui/pane'
import { OutboxSection } from './outbox-section'
import { outboxAddress, useOutboxUrl } from './outbox-url'
import { OutgoingActions } from './outgoing-actions'
import { OutgoingFacts } from './outgoing-facts'
import { OutgoingHead } from './outgoing-head'
import { OutgoingMail } from './outgoing-mail'
import { OutgoingSkeleton } from './outgoing-skeleton'
import { OutgoingTrail } from './outgoing-trail'
import { useOutbox } from './use-outbox'

/** One mail of the outbox: what it says, what became of it, and what can still be done. */
export function OutgoingScreen({ id }: { id: string }) {
  const t = useTranslations('outbox')
  const trpc = useTRPC()
  const router = useRouter()
  const { filter, question } = useOutboxUrl()
  const query = useQuery(trpc.outbox.get.queryOptions({ id }))
  const { rows } = useOutbox(question)
  const mail = query.data
  const answered = mail?.inReplyToMessage ?? null
  useCommand('outbox.openMail', () => (answered === null ? false : router.push(threadAddress(answered.threadId))), { enabled: answered !== null })
  return (
    <>
      <OutboxSection filter={filter} inList={false} />
      <Main label={t('title')}>
        <DetailToolbar
          list={{ href: outboxAddress(filter), label: filter.state === null ? t('title') : t(`tab.${filter.state}`) }}
          ids={rows.map((row) => row.id)}
          id={id}
          addressOf={(other) => outboxAddress(filter, `/outbox/${other}`)}
          name={mail === undefined ? null : mail.subject || t('noSubject')}
          labels={{ back: t('back'), crumbs: t('crumbs'), previous: t('previous'), next: t('next') }}
        >
          {mail && <OutgoingActions mail={mail} />}
        </DetailToolbar>
        {query.isError ? (
          <QueryError
            what={t('thisMail')}
            error={query.error}
            onRetry={() => void query.refetch()}
            action={
              <Button asChild>
                <Link href="/outbox">{t('back')}</Link>
              </Button>
            }
          />
        ) : mail === undefined ? (
          <OutgoingSkeleton />
        ) : (
          <Scroll className="flex flex-col">
            <OutgoingHead mail={mail} />
            <div className="grid flex-1 grid-cols-[minmax(0,1fr)_360px] max-xl:flex-none max-xl:grid-cols-1">
              <OutgoingMail mail={mail} />
              <aside aria-label={t('about')} className="border-s border-line max-xl:border-s-0 max-xl:border-t">
                <OutgoingTrail mail={mail} />
                <OutgoingFacts mail={mail} />
              </aside>
            </div>
          </Scroll>
        )}
      </Main>
    </>
  )
}
