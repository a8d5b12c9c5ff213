'use client'
import { useState } from 'react'
import { Ban, CircleHelp, RotateCw, Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Button } from '../ui/button'
import { ariaKeys, Kbd } from '../ui/kbd'
import type { OutgoingDetail } from './outbox-url'
import { SettleDialog } from './settle-dialog'
import { mayCancel, useOutgoingActions } from './use-outgoing-actions'

/** What can still be done about this mail, and nothing else. */
export function OutgoingActions({ mail }: { mail: OutgoingDetail }) {
  const t = useTranslations('outbox')
  const actions = useOutgoingActions()
  const [settling, setSettling] = useState(false)
  const again = mail.state === 'failed' ? () => actions.retry(mail) : mail.state === 'uncertain' ? () => setSettling(true) : null
  useCommand('outbox.retry', () => (again === null ? false : again()), { enabled: again !== null })
  return (
    <div className="ms-2 flex shrink-0 items-center gap-2 empty:hidden">
      {mayCancel(mail) && (
        <Button icon={Ban} busy={actions.busy} onClick={() => actions.cancel(mail)}>
          {t('action.cancel')}
        </Button>
      )}
      {(mail.state === 'scheduled' || mail.state === 'deferred') && (
        <Button look="primary" icon={Send} busy={actions.busy} onClick={() => actions.sendNow(mail)}>
          {t('action.sendNow')}
        </Button>
      )}
      {mail.state === 'failed' && (
        <Button look="primary" icon={RotateCw} busy={actions.busy} aria-keyshortcuts={ariaKeys(keysOf('outbox.retry'))} onClick={() => actions.retry(mail)}>
          {t('action.retry')}
          <Kbd keys={keysOf('outbox.retry') ?? ''} onSolid className="max-lg:hidden" />
        </Button>
      )}
      {mail.state === 'uncertain' && (
        <Button look="primary" icon={CircleHelp} busy={actions.busy} onClick={() => setSettling(true)}>
          {t('action.settle')}
        </Button>
      )}
      <SettleDialog
        mail={mail}
        open={settling}
        onOpenChange={setSettling}
        onArrived={() => actions.settle(mail, 'accepted')}
        onLost={() => actions.settle(mail, 'failed')}
        onAgain={() => actions.retryUncertain(mail)}
      />
    </div>
  )
}
