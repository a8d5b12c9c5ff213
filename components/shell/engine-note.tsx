'use client'
import { CircleX, Loader } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Icon } from '../ui/icon'
import { Tooltip } from '../ui/tooltip'
import { engineState, type Status } from './use-status'

/** Says when rules do not run yet, or not now, and that nothing is lost. Silent while the engine answers. */
export function EngineNote({ status }: { status: Status }) {
  const t = useTranslations('shell')
  const state = engineState(status)
  const starting = state === 'starting'
  return (
    <span role="status" className="inline-flex">
      {state !== 'running' && (
        <Tooltip text={t(starting ? 'engineStartingHelp' : 'engineOfflineHelp')} side="top">
          <button type="button" className="ring-inside inline-flex items-center gap-1.5 px-2 font-medium hover:bg-hover">
            <Icon of={starting ? Loader : CircleX} size={14} className={starting ? 'animate-spin text-info-ink' : 'text-danger-ink'} />
            {t(starting ? 'engineStarting' : 'engineOffline')}
          </button>
        </Tooltip>
      )}
    </span>
  )
}
