'use client'
import { useMemo, useSyncExternalStore } from 'react'
import { useTranslations } from 'next-intl'
import { writingOf } from '../compose/draft'
import { Composer } from '../compose/composer'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Main, PanelToggle, SectionToggle, useMedia, usePanel } from '../shell/panes'
import { Pane, Split } from '../ui/pane'
import { Spacer, Toolbar } from '../ui/toolbar'
import { AutomationPanel } from './automation-panel'
import { InboxSection } from './inbox-section'
import { ListPane } from './list-pane'
import { MailSearch } from './mail-search'
import { MailToolbar, RuleButton } from './mail-toolbar'
import { NarrowInbox } from './narrow-inbox'
import { ReplyBar } from './reply-bar'
import { Reader } from './reader'
import { useInbox } from './use-inbox'
import { useScopeTitle } from './use-places'

/**
 * This folder is the inbox: list, reader and what automation did. One component holds the state that list, reader and panel share (use-inbox.ts); the address holds
 * the rest. Nothing here knows how rules decide: it shows what was stored.
 */
export function Inbox() {
  const t = useTranslations('inbox')
  const inbox = useInbox()
  const panel = usePanel()
  const isAlive = useAlive()
  const isWide = useMedia('(min-width: 768px)')
  const isRoomy = useMedia('(min-width: 1440px)')
  const { accountId } = useScopeTitle(inbox.url.scope)
  const writing = useMemo(() => writingOf(inbox.url.write), [inbox.url.write])
  const compose = () => inbox.url.go({ write: 'new' })
  const stopWriting = () => inbox.url.go({ write: null }, 'replace')
  useCommand('mail.compose', compose)
  useCommand('mail.why', () => panel.setOpen(!panel.open))

  const newest = inbox.thread.data?.messages.findLast(({ direction }) => direction === 'in') ?? inbox.thread.data?.messages.at(-1)
  const composer = isAlive && writing !== null && (
    <Composer key={inbox.url.write} writing={writing} accountId={inbox.thread.data?.thread.accountId ?? accountId} address={inbox.address} onClose={stopWriting} className={writing.kind === 'new' || !isWide ? 'flex-1' : 'h-[min(56%,440px)] shrink-0 border-t border-line-strong'} />
  )
  const list = (
    <ListPane
      scope={inbox.url.scope}
      q={inbox.url.q}
      onSearch={inbox.search}
      messages={inbox.messages}
      focused={inbox.focused}
      open={inbox.url.thread}
      selected={inbox.selected}
      onFocus={inbox.focus}
      onOpen={inbox.open}
      onSelect={inbox.select}
    />
  )
  const reader = <Reader thread={inbox.thread} message={inbox.url.msg} />
  const replies = newest && writing === null && <ReplyBar onWrite={(kind) => inbox.url.go({ write: `${kind}:${newest.id}` })} />
  return (
    <>
      <InboxSection scope={inbox.url.scope} onCompose={compose} />
      <Main label={t('title')}>
        {isWide ? (
          <>
            <Toolbar label={t('toolbar')}>
              <SectionToggle />
              <MailSearch q={inbox.url.q} onSearch={inbox.search} className="w-[272px] max-lg:w-52 min-[1600px]:w-[352px]" />
              <Spacer />
              <MailToolbar deeds={inbox.deeds} room={isRoomy || !panel.open ? 'all' : 'few'} />
              <RuleButton deeds={inbox.deeds} className="max-lg:hidden" />
              <PanelToggle state={panel} />
            </Toolbar>
            <Split>
              <Pane className="w-[304px] shrink-0 max-lg:w-[260px] min-[1600px]:w-[384px]">{list}</Pane>
              <Pane className="flex-1">
                {writing?.kind === 'new' ? (
                  composer
                ) : (
                  <>
                    {reader}
                    {composer}
                    {replies}
                  </>
                )}
              </Pane>
            </Split>
          </>
        ) : (
          <NarrowInbox inbox={inbox} panel={panel} list={list} reader={reader} replies={replies} composer={composer} onCompose={compose} composeKeys={keysOf('mail.compose')} />
        )}
      </Main>
      <AutomationPanel state={panel} messageId={newest?.id ?? null} records={inbox.thread.data?.thread.records ?? []} />
    </>
  )
}

const neverChanges = () => () => undefined

/** False while the page is written on the server, which knows no drafts of this browser. */
function useAlive(): boolean {
  return useSyncExternalStore(neverChanges, () => true, () => false)
}
