'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { ChevronsUpDown, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { Time } from '../language/time'
import { Icon } from '../ui/icon'
import { Popover } from '../ui/popover'
import { SkeletonRows } from '../ui/skeleton'
import { useEditor } from './editor-context'
import { useDebounced } from './use-debounced'

const SEARCH_MILLISECONDS = 200

/** Chooses the mail to test on: the latest of the account, or any found by search. */
export function MailPicker({ chosen }: { chosen: string | null }) {
  const t = useTranslations('editor')
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label={t('chooseMail')}
      open={open}
      onOpenChange={setOpen}
      className="w-96 max-w-[calc(100vw-24px)] p-0"
      trigger={
        <button type="button" className="flex h-8 w-full items-center gap-2 rounded-control border border-line-control bg-bg ps-2.5 pe-2 text-start max-sm:h-11">
          <span className="min-w-0 flex-1 truncate">{chosen ?? <span className="text-ink-3">{t('chooseMail')}</span>}</span>
          <Icon of={ChevronsUpDown} size={14} className="text-ink-3" />
        </button>
      }
    >
      <Mails onDone={() => setOpen(false)} />
    </Popover>
  )
}

function Mails({ onDone }: { onDone: () => void }) {
  const t = useTranslations('editor')
  const { rule, trial } = useEditor()
  const trpc = useTRPC()
  const [typed, setTyped] = useState('')
  const q = useDebounced(typed.trim(), SEARCH_MILLISECONDS)
  const mails = useQuery(trpc.message.list.queryOptions({ scope: { kind: 'all' }, q, limit: 100 }))
  const fitting = (mails.data?.rows ?? []).filter(({ accountId, direction }) => accountId === rule.account.id && direction === 'in')
  const [at, setAt] = useState('')
  const marked = fitting.some(({ id }) => id === at) ? at : (fitting[0]?.id ?? '')
  return (
    <Command label={t('chooseMail')} shouldFilter={false} value={marked} onValueChange={setAt} className="flex max-h-80 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3">
        <Icon of={Search} className="text-ink-3" />
        <Command.Input value={typed} onValueChange={setTyped} placeholder={t('searchMails', { account: rule.account.name })} className="h-full min-w-0 flex-1 bg-transparent outline-none max-sm:text-16" />
      </div>
      <Command.List className="thin-scroll min-h-0 overflow-y-auto p-1">
        {mails.isPending && <SkeletonRows rows={4} rowClassName="h-12 px-2" />}
        {mails.isError && <QueryError what={t('mails')} error={mails.error} onRetry={() => void mails.refetch()} />}
        {mails.isSuccess && fitting.length === 0 && <p className="px-2 py-3 text-ink-3">{t('noMailFound')}</p>}
        {fitting.map((mail) => (
          <Command.Item
            key={mail.id}
            value={mail.id}
            onSelect={() => {
              trial.choose(mail.id)
              onDone()
            }}
            className="flex min-h-11 cursor-pointer flex-col justify-center rounded-tag px-2 py-1 data-[selected=true]:bg-hover"
          >
            <span className="flex items-baseline gap-2">
              <span className="min-w-0 flex-1 truncate font-medium">{mail.people.map(({ name, address }) => name || address)[0]}</span>
              <Time at={mail.receivedAt} className="text-12 text-ink-3" />
            </span>
            <span className="truncate text-12 text-ink-2">{mail.subject || t('noSubject')}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
