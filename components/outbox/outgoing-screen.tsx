'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { threadAddress } from '../execution/addresses'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Main } from '../shell/panes'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Scroll } from '../ui/pane'
import { Crumbs, Spacer, Toolbar } from '../ui/toolbar'
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
  const at = rows.findIndex((row) => row.id === id)
  const back = outboxAddress(filter)
  const step = (steps: 1 | -1) => {
    const next = at < 0 ? undefined : rows[at + steps]
    if (next === undefined) return false
    router.replace(outboxAddress(filter, `/outbox/${next.id}`))
  }
  useCommand('list.next', () => step(1))
  useCommand('list.previous', () => step(-1))
  useCommand('list.back', () => router.push(back))
  useCommand('up', () => router.push(back))
  const answered = mail?.inReplyToMessage ?? null
  useCommand('outbox.openMail', () => (answered === null ? false : router.push(threadAddress(answered.threadId))), { enabled: answered !== null })
  return (
    <>
      <OutboxSection filter={filter} inList={false} />
      <Main label={t('title')}>
        <Toolbar>
          <IconButton icon={ArrowLeft} label={t('back')} keys={keysOf('list.back')} onClick={() => router.push(back)} className="-ms-1.5 sm:hidden" />
          <Crumbs
            label={t('crumbs')}
            links={[
              <Link key="outbox" href={back}>
                {filter.state === null ? t('title') : t(`tab.${filter.state}`)}
              </Link>,
            ]}
            current={mail === undefined ? '…' : mail.subject || t('noSubject')}
          />
          <Spacer />
          {at >= 0 && (
            <span className="flex shrink-0 items-center max-sm:hidden">
              <span className="me-1 text-12 text-ink-3">{t('nOf', { n: at + 1, all: rows.length })}</span>
              <IconButton icon={ChevronUp} label={t('previous')} keys={keysOf('list.previous')} disabled={at === 0} onClick={() => step(-1)} />
              <IconButton icon={ChevronDown} label={t('next')} keys={keysOf('list.next')} disabled={at === rows.length - 1} onClick={() => step(1)} />
            </span>
          )}
          {mail && <OutgoingActions mail={mail} />}
        </Toolbar>
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
