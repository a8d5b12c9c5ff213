'use client'
import Link from 'next/link'
import { Keyboard as KeyboardIcon, Moon, Radio, RefreshCwOff } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useLiveState } from '../data/live'
import { useOfflineSince } from '../data/online'
import { keysOf } from '../keyboard/keys-of'
import { runCommand } from '../keyboard/handlers'
import { Icon } from '../ui/icon'
import { ariaKeys, Kbd } from '../ui/kbd'
import { Menu } from '../ui/menu'
import { Spacer } from '../ui/toolbar'
import { Tooltip } from '../ui/tooltip'
import { AccountStates } from './account-states'
import { DemoLabel } from './demo-label'
import { EngineNote } from './engine-note'
import { LastDeeds } from './last-deeds'
import { useLanguageItems, useThemeItems } from './use-appearance-items'
import { queueDepth, useStatus } from './use-status'

/** The line at the foot: is mail coming in, do rules run, what waits, what did I just do. */
export function StatusBar() {
  const t = useTranslations('shell')
  const status = useStatus().data
  const live = useLiveState()
  const online = useOfflineSince() === null
  const locale = useLocale()
  const themes = useThemeItems()
  const languages = useLanguageItems()
  return (
    <footer
      aria-label={t('statusBar')}
      data-region="status"
      data-chrome
      className="col-span-2 flex items-stretch overflow-hidden border-t border-line bg-surface px-1 text-12 whitespace-nowrap text-ink-2 max-sm:hidden"
    >
      <DemoLabel className={ITEM} />
      {status && <AccountStates accounts={status.accounts} />}
      {status && <EngineNote status={status} />}
      {status && queueDepth(status) > 0 && (
        <Link href="/executions?state=running" className={ITEM}>
          {t('queue', { count: queueDepth(status) })}
        </Link>
      )}
      {live === 'polling' && (
        <Tooltip text={t('polling')} side="top">
          <button type="button" className={ITEM}>
            <Icon of={RefreshCwOff} size={14} className="text-warning-ink" />
            <span className="sr-only">{t('polling')}</span>
          </button>
        </Tooltip>
      )}
      <Spacer />
      <LastDeeds />
      {live === 'live' && online && (
        <span className={ITEM}>
          <Icon of={Radio} size={14} className="text-ink-3" />
          <span className="max-lg:sr-only">{t('live')}</span>
        </span>
      )}
      <button type="button" className={ITEM} aria-keyshortcuts={ariaKeys(keysOf('help'))} onClick={() => runCommand('help')}>
        <Icon of={KeyboardIcon} size={14} className="text-ink-3" />
        <span className="max-lg:sr-only">{t('shortcuts')}</span>
        <Kbd keys={keysOf('help') ?? ''} />
      </button>
      <Menu
        side="top"
        align="end"
        items={languages}
        trigger={
          <button type="button" aria-label={t('language')} className={ITEM}>
            {locale.toUpperCase()}
          </button>
        }
      />
      <Menu
        side="top"
        align="end"
        items={themes}
        trigger={
          <button type="button" className={ITEM}>
            <Icon of={Moon} size={14} className="text-ink-3" />
            <span className="max-lg:sr-only">{t('theme')}</span>
          </button>
        }
      />
    </footer>
  )
}

/** One item of the bar. */
export const ITEM = 'ring-inside inline-flex shrink-0 items-center gap-1.5 px-2 text-ink-2 [a&]:hover:bg-hover [button&]:hover:bg-hover'
