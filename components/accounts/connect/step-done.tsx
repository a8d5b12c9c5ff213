'use client'
import Link from 'next/link'
import { FlaskConical, Inbox, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Notice } from '../../ui/notice'
import type { Account } from '../account-health'
import { AccountProblem } from '../account-problem'
import { GatewayBlock } from '../gateway-block'
import { SyncProgress } from '../sync-progress'
import { useAccounts } from '../use-accounts'
import { forgetDraft, type ConnectDraft } from './draft'

/** It is connected: how far its mail is, that it starts in dry run, and where to go now. */
export function StepDone({ draft, account, onClose }: { draft: ConnectDraft; account: Account | undefined; onClose: () => void }) {
  const t = useTranslations('accounts')
  const { mailboxes } = useAccounts()
  const own = mailboxes.filter(({ accountId }) => accountId === draft.connectedId)
  return (
    <>
      <p className="-mt-2 text-ink-2">{t('wizard.done', { name: draft.name })}</p>
      {account !== undefined && account.problem !== null && <AccountProblem account={account} problem={account.problem} />}
      {draft.kind === 'local' ? <GatewayBlock account={draft} /> : account !== undefined && account.problem === null && <SyncProgress account={account} mailboxes={own} />}
      <Notice icon={FlaskConical}>{t('wizard.dryRun')}</Notice>
      <div className="flex flex-wrap gap-2">
        <Button asChild look="primary">
          <Link href="/rules" onClick={forgetDraft}>
            <Icon of={Workflow} className="-ms-0.5" />
            {t('wizard.toRules')}
          </Link>
        </Button>
        <Button asChild>
          <Link href="/inbox" onClick={forgetDraft}>
            <Icon of={Inbox} className="-ms-0.5" />
            {t('wizard.toInbox')}
          </Link>
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t('wizard.toAccount')}
        </Button>
      </div>
    </>
  )
}
