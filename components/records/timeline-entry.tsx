'use client'
import type { ReactNode } from 'react'
import Link from 'next/link'
import { ArrowRight, CalendarClock, Link2, Pencil, Send, User, Zap } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RECORD_STAGES } from '../../rules/record'
import { outgoingAddress, runAddress } from '../execution/addresses'
import { nameOf } from '../inbox/people'
import { Time } from '../language/time'
import { StateChip } from '../state/state-chip'
import { Avatar } from '../ui/avatar'
import { Icon, type LucideIcon } from '../ui/icon'
import { NoteEntry } from './note-entry'
import { MailEntry } from './mail-entry'
import type { RecordDetail } from './record-url'
import { useStageName } from './stages'
import type { Entry } from './timeline-days'

/** One line of the timeline: who or what, what happened, when. Mails and notes show what they say. */
export function TimelineEntry({ entry, record, last }: { entry: Entry; record: RecordDetail; last: boolean }) {
  const mark = entry.message && entry.kind !== 'created' && entry.kind !== 'reused' ? <Avatar name={entry.message.fromName || entry.message.fromAddress} id={entry.message.fromAddress} /> : entry.kind === 'note' && entry.user ? <Avatar name={entry.user.name} id={entry.user.id} /> : <Mark icon={ICONS[entry.kind]} />
  return (
    <li className="relative flex gap-3 pb-4">
      {!last && <span aria-hidden className="absolute start-3 top-7 bottom-1 w-px bg-line-strong" />}
      {mark}
      <div className="min-w-0 flex-1">
        <div className="flex min-h-6 items-start gap-3">
          <div className="min-w-0 flex-1 pt-0.5 text-ink-2">
            <What entry={entry} record={record} />
          </div>
          <Time at={entry.at} as="clock" className="pt-0.5 text-12 text-ink-3" />
        </div>
        {entry.message && <MailEntry message={entry.message} ours={entry.kind === 'mail out'} />}
        {entry.kind === 'note' && <NoteEntry text={entry.data.text ?? ''} />}
      </div>
    </li>
  )
}

const ICONS: { readonly [K in Entry['kind']]: LucideIcon } = { created: Zap, reused: Link2, 'mail in': ArrowRight, 'mail out': Send, note: Pencil, stage: ArrowRight, assigned: User, field: Pencil, linked: Link2, 'follow-up': CalendarClock }

function Mark({ icon }: { icon: LucideIcon }) {
  return (
    <span aria-hidden className="grid size-6 shrink-0 place-items-center rounded-full border border-line-strong text-ink-3">
      <Icon of={icon} size={12} />
    </span>
  )
}

function What({ entry, record }: { entry: Entry; record: RecordDetail }) {
  const t = useTranslations('records')
  const stageName = useStageName()
  const who = entry.user?.name ?? (entry.execution ? t('ruleVersion', { rule: entry.execution.ruleName, version: entry.execution.version }) : (entry.message?.fromName || t('postroom')))
  const strong = (chunks: ReactNode) => <span className="font-medium text-ink">{chunks}</span>
  const runLink = (chunks: ReactNode) =>
    entry.execution === null ? (
      chunks
    ) : (
      <Link href={runAddress(entry.execution.id)} className={LINK}>
        {chunks}
      </Link>
    )
  const stageOf = (name: string | undefined) => {
    const stage = RECORD_STAGES.find((candidate) => candidate === name)
    return stage === undefined ? (name ?? '') : stageName(record.type, stage)
  }
  switch (entry.kind) {
    case 'created':
      return entry.execution === null ? t.rich(`line.created.${record.type}`, { who, strong }) : t.rich(`line.opened.${record.type}`, { who, run: runLink })
    case 'reused':
      return t.rich('line.reused', { number: record.number, who, strong, run: runLink })
    case 'mail in':
      return t.rich('line.wrote', { who: entry.message?.fromName || entry.message?.fromAddress || t('somebody'), strong })
    case 'mail out':
      return (
        <>
          {entry.outgoing === null ? (
            t.rich('line.answered', { who, strong })
          ) : (
            <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
              <span>{t.rich('line.sent', { who, subject: entry.outgoing.subject || t('noSubject'), to: entry.outgoing.to[0] ? nameOf(entry.outgoing.to[0]) : t('somebody'), strong, mail: (chunks) => <Link href={outgoingAddress(entry.outgoing?.id ?? '')} className={LINK}>{chunks}</Link> })}</span>
              <StateChip state={entry.outgoing.state} />
            </span>
          )}
        </>
      )
    case 'note':
      return t.rich('line.note', { who, strong })
    case 'stage':
      return t.rich('line.stage', { who, from: stageOf(entry.data.from), to: stageOf(entry.data.to), strong })
    case 'assigned':
      return entry.data.to ? t.rich('line.assigned', { who, to: entry.data.to, strong }) : t.rich('line.unassigned', { who, strong })
    case 'linked':
      return t.rich('line.linked', { who, subject: entry.data.subject ?? t('noSubject'), strong })
    case 'follow-up':
      return t.rich('line.followUp', { who, text: entry.data.text ?? '', to: entry.data.to ?? '', strong })
    case 'field': {
      const { field = '', from = '', to = '' } = entry.data
      if (field !== '' && field !== 'title') return t.rich(from === '' ? 'line.fieldSet' : to === '' ? 'line.fieldCleared' : 'line.field', { who, field, from, to, strong })
      return t.rich('line.title', { who, from: entry.data.from ?? '', to: entry.data.to ?? '', strong })
    }
  }
}

const LINK = 'text-accent-ink underline decoration-accent-line underline-offset-2 hover:decoration-current'
