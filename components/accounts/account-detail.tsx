'use client'
import { ArrowLeft, Ellipsis, Settings2, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { Scroll } from '../ui/pane'
import { useMe } from '../shell/me'
import { AccountSheet } from './account-sheet'
import { AccountFacts } from './account-facts'
import { AccountProblem } from './account-problem'
import { AddressBlock } from './address-block'
import { AutomationBlock } from './automation-block'
import { GatewayBlock } from './gateway-block'
import { IncomingBlock } from './incoming-block'
import { OutgoingBlock } from './outgoing-block'
import { RemoveAccount } from './remove-account'
import { SyncProgress } from './sync-progress'
import { isInNeed, type Account } from './account-health'
import type { Mailbox } from './use-accounts'
import { useAccountPlace } from './use-places'

/** One account: how it fares, what it is connected to, and what automation may do with its mail. */
export function AccountDetail({ account, mailboxes }: { account: Account; mailboxes: readonly Mailbox[] }) {
  const t = useTranslations('accounts')
  const [place, go] = useAccountPlace()
  const mayChange = useMe().role !== 'member'
  const own = mailboxes.filter(({ accountId }) => accountId === account.id)
  return (
    <Scroll>
      <div className="flex max-w-3xl flex-col gap-6 p-4 pb-10">
        <header className="flex flex-wrap items-start gap-x-2 gap-y-1">
          <IconButton icon={ArrowLeft} label={t('back')} onClick={() => void go({ account: null })} className="-ms-1.5 lg:hidden" />
          <h2 className="min-w-0 flex-1 truncate text-20 font-strong">{account.name}</h2>
          {mayChange && (
            <>
              <Menu align="end" trigger={<IconButton icon={Ellipsis} label={t('more')} />} items={[{ label: t('remove.menu'), icon: Trash2, onSelect: () => void go({ account: account.id, do: 'remove' }) }]} />
              <Button icon={Settings2} onClick={() => void go({ account: account.id, do: 'edit' })}>
                {t('edit.open')}
              </Button>
            </>
          )}
          <p className="basis-full [overflow-wrap:anywhere] text-ink-3">{t('detail.subtitle', { address: account.address, kind: t(`kind.${account.kind}`) })}</p>
        </header>
        <AccountFacts account={account} mailboxes={own} />
        {account.problem !== null && isInNeed(account) && <AccountProblem account={account} problem={account.problem} />}
        {(account.state === 'syncing' || account.state === 'connecting') && <SyncProgress account={account} mailboxes={own} />}
        <AutomationBlock account={account} />
        {account.kind === 'imap' ? <IncomingBlock account={account} /> : <GatewayBlock account={account} />}
        <OutgoingBlock account={account} />
        <AddressBlock account={account} />
      </div>
      <AccountSheet account={account} open={place.do === 'edit'} field={place.field} onOpenChange={(open) => void go({ account: account.id, do: open ? 'edit' : null, field: null })} />
      <RemoveAccount account={account} open={place.do === 'remove'} onOpenChange={(open) => void go({ do: open ? 'remove' : null })} onRemoved={() => void go({ account: null, do: null })} />
    </Scroll>
  )
}
