'use client'
import { useState } from 'react'
import { Ban, CircleCheck, RotateCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { IconButton } from '../ui/icon-button'
import { Spacer, Toolbar } from '../ui/toolbar'
import type { OutgoingRow } from './outbox-url'
import { mayCancel, useOutgoingActions } from './use-outgoing-actions'

/** Takes the toolbar's place while mails are selected: send again what failed, take back what has not left. */
export function SelectionBar({ mails, onDone }: { mails: readonly OutgoingRow[]; onDone: () => void }) {
  const t = useTranslations('outbox')
  const { many } = useOutgoingActions()
  const [asking, setAsking] = useState<'retry' | 'cancel' | null>(null)
  const [busy, setBusy] = useState(false)
  const failed = mails.filter(({ state }) => state === 'failed')
  const open = mails.filter(mayCancel)
  useCommand('outbox.retry', () => (failed.length === 0 ? false : setAsking('retry')))
  useCommand('up', onDone)
  const act = async () => {
    if (asking === null) return
    setBusy(true)
    await many(asking === 'retry' ? failed : open, asking)
    setBusy(false)
    setAsking(null)
    onDone()
  }
  return (
    <Toolbar label={t('selection')} className="gap-2 bg-selected">
      <IconButton icon={X} label={t('clearSelection')} keys={keysOf('up')} onClick={onDone} className="-ms-1.5" />
      <h1 className="font-strong" role="status">
        {t('selected', { count: mails.length })}
      </h1>
      <Spacer />
      <Button icon={Ban} disabled={open.length === 0} onClick={() => setAsking('cancel')}>
        {t('action.cancel')}
      </Button>
      <Button look="primary" icon={RotateCw} disabled={failed.length === 0} onClick={() => setAsking('retry')}>
        {t('action.retry')}
      </Button>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(is) => !is && setAsking(null)}
        title={asking === 'cancel' ? t('bulk.cancelTitle', { count: open.length }) : t('bulk.retryTitle', { count: failed.length })}
        consequences={[
          asking === 'cancel' ? { icon: Ban, tone: 'danger', text: t('bulk.cancelWhat') } : { icon: RotateCw, text: t('bulk.retryWhat') },
          { icon: CircleCheck, tone: 'success', text: t(asking === 'cancel' ? 'bulk.cancelStays' : 'bulk.retryStays') },
        ]}
        confirmLabel={asking === 'cancel' ? t('bulk.cancelGo', { count: open.length }) : t('bulk.retryGo', { count: failed.length })}
        busy={busy}
        onConfirm={() => void act()}
      />
    </Toolbar>
  )
}
