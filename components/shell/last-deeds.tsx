'use client'
import { History, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { deeds, lastDone, lastUndone, redoDeed, undoDeed, type Deed } from '../data/undo'
import { useStore } from '../data/store'
import { useCommand } from '../keyboard/use-command'
import { Time } from '../language/time'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Popover } from '../ui/popover'
import { showToast } from '../ui/toast-store'

/** The last action with its Undo, and the twenty before it: what a toast offers for ten seconds stays here. */
export function LastDeeds() {
  const t = useTranslations('shell')
  const all = useStore(deeds)
  const undo = async (deed: Deed) => {
    const undone = await undoDeed(deed.id)
    showToast(undone ? { text: t('undone', { what: deed.what }) } : { text: t('undoFailed', { what: deed.what }), tone: 'danger' })
  }
  const redo = async (deed: Deed) => {
    if (await redoDeed(deed.id)) showToast({ text: deed.what })
  }
  useCommand('undo', () => {
    const deed = lastDone()
    if (deed) void undo(deed)
    else showToast({ text: t('nothingToUndo') })
  })
  useCommand('redo', () => {
    const deed = lastUndone()
    if (deed) void redo(deed)
  })

  const newest = all[0]
  if (newest === undefined) return null
  return (
    <span className="inline-flex min-w-0 shrink items-stretch">
      <Popover
        label={t('history')}
        side="top"
        align="end"
        className="w-80 p-1"
        trigger={
          <button type="button" className="ring-inside inline-flex min-w-0 items-center gap-1.5 px-2 hover:bg-hover">
            <Icon of={History} size={14} className="text-ink-3" />
            <span className="sr-only">{t('history')}</span>
            <span className="truncate">{newest.what}</span>
          </button>
        }
      >
        <ul className="thin-scroll max-h-80 overflow-y-auto">
          {all.map((deed) => (
            <li key={deed.id} className="flex min-h-8 items-center gap-2 px-2">
              <span className={`min-w-0 flex-1 truncate ${deed.state === 'undone' ? 'text-ink-3 line-through' : ''}`}>{deed.what}</span>
              <Time at={deed.at} as="clock" className="text-12 text-ink-3" />
              {deed.state === 'undone' ? (
                deed.redo && (
                  <Button look="link" size="s" onClick={() => void redo(deed)}>
                    {t('redo')}
                  </Button>
                )
              ) : (
                <Button look="link" size="s" busy={deed.state === 'undoing'} onClick={() => void undo(deed)}>
                  {t('undo')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Popover>
      {newest.state === 'done' && (
        <button type="button" className="ring-inside inline-flex items-center gap-1 px-2 font-medium text-accent-ink hover:bg-hover" onClick={() => void undo(newest)}>
          <Icon of={Undo2} size={14} />
          {t('undo')}
        </button>
      )}
    </span>
  )
}
