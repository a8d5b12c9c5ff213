'use client'
import { useEffect } from 'react'
import { CircleAlert } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useFormats } from '../language/language-provider'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Notice } from '../ui/notice'
import { SkeletonRows } from '../ui/skeleton'
import { Subbar } from '../ui/toolbar'
import { InboxEmpty } from './inbox-empty'
import { MailList } from './mail-list'
import { SearchChips } from './search-chips'
import { FilterMenu } from './filter-menu'
import { SendingRows } from './sending-rows'
import { nameOfScope, type Scope } from './scope'
import type { useMessages } from './use-messages'
import { usePlaces, useScopeTitle } from './use-places'

export interface ListPaneProps {
  scope: Scope
  q: string
  onSearch: (q: string) => void
  messages: ReturnType<typeof useMessages>
  focused: string | null
  open: string | null
  selected: ReadonlySet<string>
  onFocus: (threadId: string) => void
  onOpen: (threadId: string) => void
  onSelect: (threadIds: ReadonlySet<string>) => void
}

/** The list with its head: what is looked at, how many, by what it is filtered, and whether an account is missing from it. */
export function ListPane({ scope, q, onSearch, messages, focused, open, selected, onFocus, onOpen, onSelect }: ListPaneProps) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const { title, count } = useScopeTitle(scope)
  const { query, rows } = messages
  const ids = rows.map(({ threadId }) => threadId)
  const chosen = selected.size === 0 ? false : ids.every((id) => selected.has(id)) ? true : 'indeterminate'
  useEffect(() => {
    if (rows.length > 0 && [...selected].some((id) => !ids.includes(id))) onSelect(new Set([...selected].filter((id) => ids.includes(id))))
  })
  return (
    <>
      <Subbar className="max-md:min-h-11">
        <Checkbox bare label={t('selectAll')} checked={chosen} disabled={rows.length === 0} onChange={(on) => onSelect(new Set(on ? ids : []))} />
        <h1 className="ms-1.5 flex min-w-0 items-baseline gap-1.5 font-strong">
          <span className="truncate">{selected.size > 0 ? t('selected', { count: selected.size }) : title}</span>
          {selected.size === 0 && count !== null && q === '' && <span className="font-normal text-ink-3">{formats.number(count)}</span>}
        </h1>
        <span className="flex-1" />
        {selected.size > 0 ? (
          <Button look="quiet" size="s" onClick={() => onSelect(new Set())}>
            {t('clearSelection')}
          </Button>
        ) : (
          <FilterMenu q={q} onSearch={onSearch} />
        )}
      </Subbar>
      <SearchChips q={q} onSearch={onSearch} notUnderstood={messages.search?.notUnderstood ?? []} />
      <BrokenAccounts scope={scope} />
      {query.isPending ? (
        <SkeletonRows rows={10} lines={3} rowClassName="ps-[26px] pe-3 max-md:h-(--row-touch)" />
      ) : query.isError && rows.length === 0 ? (
        <QueryError what={t('mail')} error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 && messages.outgoing.length === 0 ? (
        <InboxEmpty scope={scope} q={q} onSearch={onSearch} />
      ) : (
        <MailList
          key={`${nameOfScope(scope)} ${q}`}
          label={t('listLabel', { title })}
          rows={rows}
          focused={focused}
          open={open}
          selected={selected}
          onFocus={onFocus}
          onOpen={onOpen}
          onSelect={onSelect}
          onNearEnd={messages.more}
          hasMore={messages.hasMore}
          isOld={query.isPlaceholderData}
          above={<SendingRows rows={messages.outgoing} />}
        />
      )}
    </>
  )
}

/** An account that cannot be read leaves the rest of the list alone, and says so over it. */
function BrokenAccounts({ scope }: { scope: Scope }) {
  const t = useTranslations('inbox')
  const { accounts } = usePlaces()
  const broken = (accounts.data ?? []).filter(({ id, state }) => (state === 'failing' || state === 'signed out') && (scope.kind !== 'account' || scope.accountId === id))
  return broken.map((account) => (
    <Notice
      key={account.id}
      edge
      tone="danger"
      icon={CircleAlert}
      action={
        <Link href={`/settings/accounts?account=${account.id}`} className="font-medium text-accent-ink hover:underline">
          {t('fix')}
        </Link>
      }
    >
      <strong className="font-strong text-ink">{account.name}</strong> {account.problem?.message ?? t(`health.${account.state}`)}
    </Notice>
  ))
}
