'use client'
import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { dismissToast, showToast } from '../ui/toast-store'
import { remember, undoDeed, type Deed } from './undo'

/** Says what was done, in a toast with Undo and in the list of last actions. Call it when the change is on screen, not when the server has answered. */
export function useDid(): (deed: Pick<Deed, 'scope' | 'what' | 'undo' | 'redo'>) => void {
  const t = useTranslations('shell')
  return (deed) => {
    // However it is undone (here, by key, in the list), the offer to undo it goes.
    const id = remember({
      ...deed,
      undo: () => {
        dismissToast(toast)
        return deed.undo()
      },
    })
    const toast = showToast({
      text: deed.what,
      icon: Undo2,
      action: {
        label: t('undo'),
        keys: keysOf('undo'),
        onSelect: () => {
          void undoDeed(id).then((undone) => {
            if (!undone) showToast({ text: t('undoFailed', { what: deed.what }), tone: 'danger' })
          })
        },
      },
    })
  }
}
