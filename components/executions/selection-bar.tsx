'use client'
import { useState } from 'react'
import { CircleStop, CopyCheck, RotateCw, Undo2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { isOver } from '../execution/run-life'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { IconButton } from '../ui/icon-button'
import { Spacer, Toolbar } from '../ui/toolbar'
import { useBulk } from './use-bulk'
import type { RunRow } from './use-runs'

/** Takes the toolbar's place while runs are selected: stop those that live, run those again that are over. Each asks first. */
export function SelectionBar({ runs, onDone }: { runs: readonly RunRow[]; onDone: () => void }) {
  const t = useTranslations('executions')
  const [asking, setAsking] = useState<'stop' | 'rerun' | null>(null)
  const bulk = useBulk()
  const living = runs.filter((run) => !isOver(run.state))
  const over = runs.filter((run) => isOver(run.state))
  const act = async () => {
    if (asking === null) return
    await (asking === 'stop' ? bulk.stop(living) : bulk.rerun(over))
    setAsking(null)
    onDone()
  }
  useCommand('runs.rerun', () => (over.length === 0 ? false : setAsking('rerun')))
  useCommand('up', onDone)
  return (
    <Toolbar label={t('selection')} className="gap-2 bg-selected">
      <IconButton icon={X} label={t('clearSelection')} keys={keysOf('up')} onClick={onDone} className="-ms-1.5" />
      <h1 className="font-strong" role="status">
        {t('selected', { count: runs.length })}
      </h1>
      <Spacer />
      <Button icon={CircleStop} disabled={living.length === 0} onClick={() => setAsking('stop')}>
        {t('stop')}
      </Button>
      <Button look="primary" icon={RotateCw} disabled={over.length === 0} onClick={() => setAsking('rerun')}>
        {t('rerun')}
      </Button>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={asking === 'stop' ? t('bulk.stopTitle', { count: living.length }) : t('bulk.rerunTitle', { count: over.length })}
        consequences={
          asking === 'stop'
            ? [
                { icon: CircleStop, text: t('bulk.stopWhat') },
                { icon: Undo2, text: t('bulk.stopStays') },
              ]
            : [
                { icon: RotateCw, text: t('bulk.rerunWhat') },
                { icon: CopyCheck, tone: 'success', text: t('bulk.rerunStays') },
              ]
        }
        confirmLabel={asking === 'stop' ? t('bulk.stopGo', { count: living.length }) : t('bulk.rerunGo', { count: over.length })}
        busy={bulk.busy}
        onConfirm={() => void act()}
      />
    </Toolbar>
  )
}
