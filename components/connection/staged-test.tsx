'use client'
import { useEffect, useRef, type ReactNode } from 'react'
import { CircleCheck, CircleDashed, CircleX, Loader } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import type { ConnectionReport, StageResult } from './fixes'
import type { Protocol, ServerValues } from './server-values'

const WORDS = { dns: 'dns', port: 'port', tls: 'tls', greeting: 'greeting', 'sign-in': 'signIn', folders: 'folders' } as const
type StageName = StageResult['stage']

export interface StagedTestProps {
  protocol: Protocol
  server: ServerValues
  /** Null while the test runs for the first time. */
  report: ConnectionReport | null
  running: boolean
  /** What stands in the failed stage: cause and fixes. */
  renderFailure: (stage: StageResult) => ReactNode
}

/** The way to a mail server, one row per stage with its time. The failed stage opens in place; what comes after it was not reached. */
export function StagedTest({ protocol, server, report, running, renderFailure }: StagedTestProps) {
  const t = useTranslations('connection')
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (report !== null) (list.current?.querySelector('[data-failed]') ?? list.current)?.scrollIntoView({ block: 'nearest' })
  }, [report])
  const verdict = running ? t('testing', { host: server.host }) : report === null ? '' : t(report.passed ? 'passed' : 'notPassed')
  return (
    <div>
      <ol ref={list} aria-label={t('stages')} aria-busy={running} className="scroll-mb-20 divide-y divide-line overflow-hidden rounded-node border border-line">
        {running || report === null
          ? orderOf(protocol, server).map((stage, index) => <PendingRow key={stage} stage={stage} server={server} first={index === 0 && running} />)
          : report.stages.map((stage) => <StageRow key={stage.stage} stage={stage} server={server} folders={report.mailboxes.length} renderFailure={renderFailure} />)}
      </ol>
      <p role="status" className="sr-only">
        {verdict}
      </p>
    </div>
  )
}

function StageRow({ stage, server, folders, renderFailure }: { stage: StageResult; server: ServerValues; folders: number; renderFailure: (stage: StageResult) => ReactNode }) {
  const t = useTranslations('connection')
  const formats = useFormats()
  const word = WORDS[stage.stage]
  if (stage.state === 'not reached') return <PendingRow stage={stage.stage} server={server} first={false} />
  const failed = stage.state === 'failed'
  return (
    <li data-failed={failed || undefined} className={cn('flex scroll-mb-20 gap-3 px-3 py-2', failed && 'bg-danger-soft')}>
      <Icon of={failed ? CircleX : CircleCheck} className={cn('mt-0.5', failed ? 'text-danger-ink' : 'text-success-ink')} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-3">
          <span className={cn('min-w-0 flex-1', failed && 'font-strong')}>{failed ? t(`stage.${word}.failed`, { port: server.port }) : t(`stage.${word}.passed`, { port: server.port, count: folders })}</span>
          <span className="text-12 text-ink-3">{formats.duration(stage.ms)}</span>
        </div>
        {failed ? renderFailure(stage) : <Detail stage={stage} server={server} />}
      </div>
    </li>
  )
}

function Detail({ stage, server }: { stage: StageResult; server: ServerValues }) {
  const text = stage.stage === 'dns' ? server.host : stage.stage === 'greeting' ? stage.said : null
  return text ? <p className="line-clamp-2 text-12 [overflow-wrap:anywhere] text-ink-3">{text}</p> : null
}

function PendingRow({ stage, server, first }: { stage: StageName; server: ServerValues; first: boolean }) {
  const t = useTranslations('connection')
  return (
    <li className="flex items-center gap-3 px-3 py-2 text-ink-3">
      <Icon of={first ? Loader : CircleDashed} className={first ? 'animate-spin text-info-ink' : ''} />
      <span className="min-w-0 flex-1">{t(`stage.${WORDS[stage]}.name`, { port: server.port })}</span>
      <span className="text-12">{first ? t('trying') : t('notReached')}</span>
    </li>
  )
}

/** The stages in the order they are reached: with STARTTLS the greeting comes first. */
function orderOf(protocol: Protocol, { security }: ServerValues): readonly StageName[] {
  const middle: readonly StageName[] = security === 'tls' ? ['tls', 'greeting'] : security === 'starttls' ? ['greeting', 'tls'] : ['greeting']
  return ['dns', 'port', ...middle, 'sign-in', ...(protocol === 'imap' ? (['folders'] as const) : [])]
}
