'use client'
import { useTranslations } from 'next-intl'
import { Sheet } from '../../ui/sheet'
import type { Account } from '../account-health'
import { ConnectWizard } from './connect-wizard'
import { connectDraft, forgetDraft } from './draft'

export interface ConnectSheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The new account is there and shall be shown. */
  onConnected: (id: string) => void
  accounts: readonly Account[]
}

/** From an address to an account that works. Closing keeps what was typed, unless it is connected already. */
export function ConnectSheet({ open, onOpenChange, onConnected, accounts }: ConnectSheetProps) {
  const t = useTranslations('accounts')
  const change = (next: boolean) => {
    const { connectedId } = connectDraft.get()
    if (next || connectedId === null) return onOpenChange(next)
    forgetDraft()
    onConnected(connectedId)
  }
  return (
    <Sheet open={open} onOpenChange={change} title={t('connect')} className="w-[520px]">
      <ConnectWizard accounts={accounts} onClose={() => change(false)} />
    </Sheet>
  )
}
