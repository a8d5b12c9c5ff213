'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { ModeTag } from '../state/mode-tag'
import { StateChip } from '../state/state-chip'
import { CopyText } from '../ui/copy-text'
import { Details } from '../ui/pane'
import { useTriggerName } from '../executions/use-trigger-name'
import { runAddress } from './addresses'
import { FromOlderMail } from './from-older-mail'
import { LINK } from './ref-link'
import { isFromOlderMail, type Run } from './run-steps'
import { EXECUTION_STATE } from './shown-state'

/** Facts of the run itself, and the runs it belongs to. */
export function AboutRun({ run }: { run: Run }) {
  const t = useTranslations('executions')
  const formats = useFormats()
  const triggerName = useTriggerName()
  const published = { number: run.version, date: formats.date(run.publishedAt) }
  const other = (id: string, name: string, state: string) => (
    <span key={id} className="flex items-center gap-2">
      <Link href={runAddress(id)} className={`${LINK} min-w-0 truncate`}>
        {name}
      </Link>
      <StateChip state={EXECUTION_STATE.parse(state)} />
    </span>
  )
  const rows = [
    { name: t('about.scope'), value: t(`about.${SCOPES[run.plan?.scope ?? 'message']}`) },
    { name: t('about.version'), value: run.author === null ? t('about.published', published) : t('about.publishedBy', { ...published, author: run.author }) },
    { name: t('about.mode'), value: <ModeTag mode={run.mode} /> },
    { name: t('about.trigger'), value: isFromOlderMail(run) ? <FromOlderMail run={run} /> : triggerName(run.trigger) },
    ...(run.rerunOf === null ? [] : [{ name: t('about.rerunOf'), value: <Link href={runAddress(run.rerunOf)} className={LINK}>{t('about.earlier')}</Link> }]),
    ...(run.reruns.length === 0 ? [] : [{ name: t('about.reruns'), value: run.reruns.map(({ id, state, createdAt }) => other(id, formats.clock(createdAt, 'seconds'), state)) }]),
    ...(run.cause === null ? [] : [{ name: t('about.cause'), value: other(run.cause.id, run.cause.ruleName, run.cause.state) }]),
    ...(run.caused.length === 0 ? [] : [{ name: t('about.caused'), value: run.caused.map(({ id, ruleName, state }) => other(id, ruleName, state)) }]),
    ...(run.siblings.length === 0 ? [] : [{ name: t('about.siblings'), value: run.siblings.map(({ id, ruleName, state }) => other(id, ruleName, state)) }]),
    { name: t('about.id'), value: <CopyText text={run.id} shown={run.id.slice(-12)} /> },
  ]
  return (
    <section aria-label={t('about.head')}>
      <h3 className="mb-1 font-strong">{t('about.head')}</h3>
      <Details rows={rows} className="grid-cols-[76px_minmax(0,1fr)]" />
    </section>
  )
}

const SCOPES = { message: 'perMessage', thread: 'perThread', interval: 'perInterval' } as const
