'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import type { ServerField } from '../connection/server-values'
import { FormButtons } from '../ui/form-buttons'
import { Sheet } from '../ui/sheet'
import { AccountForm } from './account-form'
import type { Account } from './account-health'

/** Editing an account over the page. What was typed is dropped when it closes; nothing is stored before Save. */
export function AccountSheet({ account, open, field, onOpenChange }: { account: Account; open: boolean; field: ServerField | null; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('accounts')
  const [busy, setBusy] = useState(false)
  return (
    <Sheet
      guarded
      open={open}
      onOpenChange={onOpenChange}
      title={t('edit.title', { name: account.name })}
      className="w-[440px]"
      footer={<FormButtons form={FORM} label={t('edit.save')} busy={busy} onCancel={() => onOpenChange(false)} />}
    >
      <AccountForm id={FORM} account={account} field={field} onBusy={setBusy} onSaved={() => onOpenChange(false)} />
    </Sheet>
  )
}

const FORM = 'account-form'
