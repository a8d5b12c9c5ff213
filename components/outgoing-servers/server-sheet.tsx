'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Sheet } from '../ui/sheet'
import { ServerForm } from './server-form'
import type { OutgoingServer } from './servers-screen'

/** Adding or changing a server. Null: a new one. */
export function ServerSheet({ server, open, onOpenChange }: { server: OutgoingServer | null; open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('servers')
  const ui = useTranslations('ui')
  const [busy, setBusy] = useState(false)
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={server === null ? t('add') : t('editTitle', { name: server.name })}
      className="w-[440px]"
      footer={
        <>
          <Button size="l" onClick={() => onOpenChange(false)}>
            {ui('cancel')}
          </Button>
          <Button size="l" look="primary" type="submit" form={FORM} busy={busy}>
            {t(server === null ? 'addNow' : 'save')}
          </Button>
        </>
      }
    >
      <ServerForm id={FORM} server={server} onBusy={setBusy} onSaved={() => onOpenChange(false)} />
    </Sheet>
  )
}

const FORM = 'server-form'
