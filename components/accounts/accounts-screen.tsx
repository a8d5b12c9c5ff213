'use client'
import { useState } from 'react'
import { Mailbox as MailboxIcon, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { Main, SectionToggle, useMedia } from '../shell/panes'
import { SettingsSection } from '../settings/settings-section'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { EmptyState } from '../ui/empty-state'
import { SkeletonRows } from '../ui/skeleton'
import { Pane, Split } from '../ui/pane'
import { Dot } from '../ui/tag'
import { Separator, Spacer, Toolbar, ToolbarTitle } from '../ui/toolbar'
import { VirtualList } from '../ui/virtual-list'
import { isInNeed, useAccountHealth, type Account } from './account-health'
import { AccountDetail } from './account-detail'
import { AccountRow } from './account-row'
import { ConnectSheet } from './connect/connect-sheet'
import { mailsOf, useAccounts } from './use-accounts'
import { useAccountPlace } from './use-places'

/** Mail accounts: the list, and beside it the one that is open. */
export function AccountsScreen() {
  const t = useTranslations('accounts')
  const [place, go] = useAccountPlace()
  const { accounts, mailboxes } = useAccounts()
  const healthOf = useAccountHealth()
  const wide = useMedia('(min-width: 1024px)')
  const [focused, setFocused] = useState<string | null>(null)
  const all = accounts.data ?? []
  const chosen = all.find(({ id }) => id === place.account)
  const open = chosen ?? (wide && place.account === null ? initial(all) : undefined)
  const inNeed = all.filter(isInNeed).length
  const show = (id: string, history: 'push' | 'replace') => void go({ account: id, do: null, field: null }, { history })
  const focus = (id: string) => {
    setFocused(id)
    if (wide) show(id, 'replace')
  }
  return (
    <>
      <SettingsSection />
      <Main label={t('title')}>
        {place.account !== null && <h1 className="sr-only lg:hidden">{t('title')}</h1>}
        <Toolbar className={cn(place.account !== null && 'max-lg:hidden')}>
          <SectionToggle />
          <ToolbarTitle count={accounts.data?.length}>{t('title')}</ToolbarTitle>
          <Spacer />
          {inNeed > 0 && (
            <>
              <span className="inline-flex items-center gap-1.5 text-12 font-medium text-danger-ink max-sm:hidden">
                <Dot tone="danger" />
                {t('needYou', { count: inNeed })}
              </span>
              <span className="max-sm:hidden">
                <Separator />
              </span>
            </>
          )}
          <Button icon={Plus} onClick={() => void go({ do: 'connect' })}>
            {t('connect')}
          </Button>
        </Toolbar>
        {accounts.isError && all.length === 0 ? (
          <QueryError what={t('title')} error={accounts.error} onRetry={() => void accounts.refetch()} />
        ) : accounts.data !== undefined && all.length === 0 ? (
          <EmptyState
            icon={MailboxIcon}
            title={t('empty.title')}
            text={t('empty.text')}
            action={
              <Button look="primary" icon={Plus} onClick={() => void go({ do: 'connect' })}>
                {t('empty.action')}
              </Button>
            }
          />
        ) : (
          <Split>
            <Pane aria-label={t('list')} className={cn('w-[344px] max-lg:w-full', place.account !== null && 'max-lg:hidden')}>
              {accounts.isPending ? (
                <SkeletonRows rows={4} lines={3} rowClassName="h-20" />
              ) : (
                <VirtualList
                  label={t('list')}
                  items={all}
                  itemId={({ id }) => id}
                  rowHeight={80}
                  focusedId={wide ? (open?.id ?? null) : focused}
                  onFocusChange={focus}
                  onOpen={(id) => show(id, 'push')}
                  renderRow={(account, { focused: current }) => <AccountRow account={account} health={healthOf(account, mailsOf(mailboxes, account.id))} selected={wide && current} />}
                />
              )}
            </Pane>
            <Pane aria-label={open?.name ?? t('detail.title')} className={cn('flex-1 max-lg:border-s-0!', place.account === null && 'max-lg:hidden')}>
              {open ? <AccountDetail key={open.id} account={open} mailboxes={mailboxes} /> : accounts.data && place.account !== null && <Gone onBack={() => void go({ account: null })} />}
            </Pane>
          </Split>
        )}
      </Main>
      <ConnectSheet open={place.do === 'connect'} onOpenChange={(is) => void go({ do: is ? 'connect' : null })} onConnected={(id) => void go({ account: id, do: null })} accounts={all} />
    </>
  )
}

/** What is open before anything was chosen: who needs somebody, else the first. */
function initial(accounts: readonly Account[]): Account | undefined {
  return accounts.find(isInNeed) ?? accounts[0]
}

function Gone({ onBack }: { onBack: () => void }) {
  const t = useTranslations('accounts')
  return <EmptyState icon={MailboxIcon} title={t('gone.title')} text={t('gone.text')} action={<Button onClick={onBack}>{t('gone.action')}</Button>} />
}
