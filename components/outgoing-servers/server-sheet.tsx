'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { FormButtons } from '../ui/form-buttons'
import { Sheet } from '../ui/sheet'
import { ServerForm } from './server-form'
import type { OutgoingServer } from './outgoing-server'

/** Adding or changing a server. Null: a new one. */
export function ServerSheet({ server, open, onOpenChange }: { server: OutgoingServer | null; open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('servers')
  const [busy, setBusy] = useState(false)
  return (
    <Sheet
      guarded
      open={open}
      onOpenChange={onOpenChange}
      title={server === null ? t('add') : t('editTitle', { name: server.name })}
      className="w-[440px]"
      footer={<FormButtons form={FORM} label={t(server === null ? 'addNow' : 'save')} busy={busy} onCancel={() => onOpenChange(false)} />}
    >
      <ServerForm id={FORM} server={server} onBusy={setBusy} onSaved={() => onOpenChange(false)} />
    </Sheet>
  )
}

const FORM = 'server-form'
