'use client'
import { useState } from 'react'
import Link from 'next/link'
import { ChevronDown, ChevronUp, CircleHelp, CircleX, RotateCw, Server } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import type { Outputs } from '../data/trpc'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { outboxAddress } from './outbox-url'
import { fixOf } from './fix-of'
import { useFailureWords } from './use-reason'
import { useOutgoingActions } from './use-outgoing-actions'

type Group = Outputs['outbox']['summary']['failures'][number]

/** What did not leave, by cause, each with its one fix: 214 rows alike are one problem. */
export function FailureGroups({ groups }: { groups: readonly Group[] }) {
  const t = useTranslations('outbox')
  const [open, setOpen] = useState(true)
  if (groups.length === 0) return null
  const mails = groups.reduce((sum, { count }) => sum + count, 0)
  return (
    <section aria-label={t('failures.title')} className="shrink-0">
      <div className="flex h-9 items-center gap-2 border-b border-line bg-surface px-4">
        <h2 className="truncate text-12 font-strong">{t('failures.title')}</h2>
        <span className="text-12 text-ink-3 max-sm:hidden">{t('failures.counts', { mails, causes: groups.length })}</span>
        <span className="flex-1" />
        <Button look="quiet" size="s" icon={open ? ChevronUp : ChevronDown} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'failures.hide' : 'failures.show')}
        </Button>
      </div>
      {open && (
        <ul className="max-h-[40vh] overflow-y-auto">
          {groups.map((group) => (
            <FailureGroup key={`${group.code} ${group.server?.id ?? ''}`} group={group} />
          ))}
        </ul>
      )}
    </section>
  )
}

function FailureGroup({ group }: { group: Group }) {
  const t = useTranslations('outbox')
  const words = useFailureWords()
  const formats = useFormats()
  const now = useNow()
  const { retryGroup, busy } = useOutgoingActions()
  const fix = fixOf(group)
  const look = group.states.includes('uncertain') ? UNCERTAIN : group.states.includes('failed') ? FAILED : HELD
  const list = outboxAddress({ error: group.code })
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2">
      <Icon of={look.icon} className={look.ink} />
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{words(group.code, group.server?.host ?? t('noServer'))}</p>
        <p className="truncate text-12 text-ink-3">{t(group.latestTo === null ? 'failures.since' : 'failures.sinceTo', { time: formats.short(group.since, now), to: group.latestTo ?? '' })}</p>
      </div>
      <Link href={list} className="font-medium text-accent-ink hover:underline">
        {t('mails', { count: group.count })}
      </Link>
      <div className="flex w-[304px] justify-end gap-2 max-sm:w-full">
        {fix === 'server' && (
          <Button asChild className="flex-1">
            <Link href={group.server === null ? '/settings/servers' : `/settings/servers?server=${group.server.id}`}>
              <Icon of={Server} />
              {t('fix.server')}
            </Link>
          </Button>
        )}
        {(fix === 'retry' || fix === 'server') && group.states.includes('failed') && (
          <Button icon={RotateCw} look={fix === 'server' ? 'quiet' : 'secondary'} className={fix === 'server' ? '' : 'flex-1'} busy={busy} onClick={() => retryGroup(group.code, group.server?.id ?? null)}>
            {t('fix.retry')}
          </Button>
        )}
        {(fix === 'look' || fix === 'wait') && (
          <Button asChild className="flex-1">
            <Link href={list}>{t(fix === 'look' ? 'fix.look' : 'fix.wait')}</Link>
          </Button>
        )}
      </div>
    </li>
  )
}

const FAILED = { icon: CircleX, ink: 'text-danger-ink' }
const HELD = { icon: RotateCw, ink: 'text-warning-ink' }
const UNCERTAIN = { icon: CircleHelp, ink: 'text-warning-ink' }
