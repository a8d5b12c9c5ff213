'use client'
import { useState, type ReactNode } from 'react'
import Link from 'next/link'
import { ArrowLeft, PanelRight, Search, SquarePen, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { SectionToggle, type PanelState } from '../shell/panes'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { Spacer, Toolbar, ToolbarTitle } from '../ui/toolbar'
import { MailSearch } from './mail-search'
import { MailToolbar } from './mail-toolbar'
import { hrefOfScope, nameOfScope, type Scope } from './scope'
import type { InboxState } from './use-inbox'
import { usePlaces } from './use-places'

export interface NarrowInboxProps {
  inbox: InboxState
  panel: PanelState
  list: ReactNode
  reader: ReactNode
  replies: ReactNode
  composer: ReactNode
  onCompose: () => void
  composeKeys: string | undefined
}

/** One pane at a time with a way back: the list, the thread, the mail being written. */
export function NarrowInbox({ inbox, panel, list, reader, replies, composer, onCompose, composeKeys }: NarrowInboxProps) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const { counts } = usePlaces()
  const [searching, setSearching] = useState(inbox.url.q !== '')
  const unread = counts.data?.inbox.unread ?? 0
  if (composer) return composer
  if (inbox.url.thread !== null) {
    return (
      <>
        <Toolbar label={t('toolbar')} className="gap-4">
          <IconButton icon={ArrowLeft} label={t('back')} onClick={inbox.close} className="-ms-1.5" />
          <Spacer />
          <MailToolbar deeds={inbox.deeds} room="fewest" />
          <IconButton icon={PanelRight} label={t('panel.automation')} onClick={() => panel.setOpen(true)} className="-me-1.5" />
        </Toolbar>
        {reader}
        {replies}
      </>
    )
  }
  return (
    <>
      {inbox.selected.size > 0 ? (
        <Toolbar label={t('toolbar')} className="gap-4">
          <IconButton icon={X} label={t('clearSelection')} onClick={() => inbox.select(new Set())} className="-ms-1.5" />
          <ToolbarTitle level={2}>{formats.number(inbox.selected.size)}</ToolbarTitle>
          <Spacer />
          <MailToolbar deeds={inbox.deeds} room="fewest" />
        </Toolbar>
      ) : (
        <Toolbar>
          <SectionToggle />
          {searching ? (
            <MailSearch q={inbox.url.q} onSearch={inbox.search} autoFocus className="flex-1" />
          ) : (
            <>
              <ToolbarTitle level={2} {...(unread > 0 ? { count: formats.number(unread) } : {})}>
                {t('title')}
              </ToolbarTitle>
              <Spacer />
            </>
          )}
          <IconButton
            icon={searching ? X : Search}
            label={t(searching ? 'closeSearch' : 'search')}
            onClick={() => {
              setSearching(!searching)
              if (searching) inbox.search('')
            }}
          />
          <IconButton icon={SquarePen} label={t('compose.action')} keys={composeKeys} onClick={onCompose} className="-me-1.5" />
        </Toolbar>
      )}
      <Scopes now={inbox.url.scope} />
      {list}
    </>
  )
}

/** The places one thumb away; the others are in the navigation. */
function Scopes({ now }: { now: Scope }) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const { counts, accounts } = usePlaces()
  const places: readonly { readonly scope: Scope; readonly label: string; readonly count?: number | undefined }[] = [
    { scope: { kind: 'inbox' }, label: t('scopes.inbox'), count: counts.data?.inbox.unread },
    { scope: { kind: 'starred' }, label: t('scopes.starred'), count: counts.data?.starred },
    { scope: { kind: 'sent' }, label: t('scopes.sent') },
    ...(accounts.data ?? []).map((account) => ({ scope: { kind: 'account' as const, accountId: account.id }, label: account.name })),
  ]
  return (
    <nav aria-label={t('places')} className="no-scrollbar flex shrink-0 gap-2 overflow-x-auto border-b border-line px-4 py-1.5">
      {places.map(({ scope, label, count }) => (
        <Link
          key={nameOfScope(scope)}
          href={hrefOfScope(scope)}
          aria-current={nameOfScope(scope) === nameOfScope(now) ? 'page' : undefined}
          className={cn('relative inline-flex h-8 shrink-0 items-center gap-1 rounded-full border border-line-strong px-3 font-medium text-ink-2 after:absolute after:inset-x-0 after:-inset-y-1.5', 'aria-[current]:border-accent-line aria-[current]:bg-accent-soft aria-[current]:text-accent-ink')}
        >
          {label}
          {count !== undefined && count > 0 && <span>{formats.number(count)}</span>}
        </Link>
      ))}
    </nav>
  )
}
