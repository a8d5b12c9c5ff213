'use client'
import type { ReactNode } from 'react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { OutcomeItem } from '../explanation/outcome-words'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { StateChip } from '../state/state-chip'
import type { ShownState } from '../state/states'
import { Details } from '../ui/pane'
import { Tag } from '../ui/tag'
import { outgoingAddress } from './addresses'
import { LINK, RefLink } from './ref-link'
import type { Run } from './run-steps'
import type { StepWords } from './use-step-words'

type Effect = Extract<OutcomeItem, { kind: 'effect' }>

/** What is different in the world because of this run; of a dry run, what would be. */
export function WhatChanged({ run, words }: { run: Run; words: StepWords }) {
  const t = useTranslations('executions')
  const formats = useFormats()
  const now = useNow()
  const rows = run.outcome.flatMap((item) => {
    if (item.kind === 'waiting') return [{ name: t('changed.waitsFor'), value: t(`changed.waits.${item.listensTo === 'record changed' ? 'record' : item.listensTo}`, { time: formats.short(item.until, now) }) }]
    return item.kind === 'effect' ? [rowOf(t, run, item, words)] : []
  })
  return (
    <section aria-label={t('changed.head')}>
      <h3 className="mb-1 font-strong">{t(run.mode === 'dry run' ? 'changed.wouldHead' : 'changed.head')}</h3>
      {rows.length === 0 ? <p className="text-ink-3">{t('changed.nothing')}</p> : <Details rows={rows} className="grid-cols-[76px_minmax(0,1fr)]" />}
    </section>
  )
}

type T = ReturnType<typeof useTranslations<'executions'>>

interface Row {
  readonly name: ReactNode
  readonly value: ReactNode
}

function rowOf(t: T, run: Run, { step, effect, change, ref }: Effect, words: StepWords): Row {
  const how = <span className="text-ink-3">{t(`changed.how.${HOW[change]}`)}</span>
  // A dry run names no thing it made; the step then says what it is for.
  const thing = ref === null ? (change === 'no change' ? how : words.purposeOf(step)) : <RefLink run={run} id={ref.id} />
  const withHow = (
    <>
      {thing} {ref === null ? null : how}
    </>
  )
  switch (effect) {
    case 'tag.add':
      return { name: t('changed.tag'), value: ref === null ? thing : <span className="flex items-center gap-1.5"><Tag>{ref.name}</Tag> {change === 'no change' && how}</span> }
    case 'message.star':
      return { name: t('changed.star'), value: run.mode === 'dry run' && change !== 'no change' ? words.purposeOf(step) : how }
    case 'message.move':
    case 'message.file':
      return { name: t('changed.folder'), value: withHow }
    case 'record.create':
    case 'record.update':
      return { name: t('changed.record'), value: withHow }
    case 'record.link':
      return { name: t('changed.linked'), value: withHow }
    case 'rule.run':
      return { name: t('changed.rule'), value: thing }
    case 'tag.remove':
      return { name: t('changed.tagOff'), value: withHow }
    case 'message.mark':
      return { name: t('changed.mark'), value: run.mode === 'dry run' && change !== 'no change' ? words.purposeOf(step) : how }
    case 'message.snooze':
      return { name: t('changed.snooze'), value: change === 'no change' ? how : words.purposeOf(step) }
    case 'message.assign':
      return { name: t('changed.assignee'), value: withHow }
    case 'followUp.create':
      return { name: t('changed.followUp'), value: words.purposeOf(step) }
    case 'channel.post':
    case 'web.post':
    case 'http.request':
      return { name: t('changed.posted'), value: withHow }
    case 'user.notify':
      return { name: t('changed.told'), value: thing }
    case 'mail.reply':
    case 'mail.send':
    case 'mail.forward':
    case 'mail.redirect':
    case 'user.mail':
      return { name: t('changed.sent'), value: ref?.kind === 'outgoing' ? <SentMail id={ref.id} state={ref.state} /> : thing }
  }
}

const HOW = { changed: 'changed', 'no change': 'same', reused: 'reused', created: 'created' } as const

function SentMail({ id, state }: { id: string; state: ShownState }) {
  const t = useTranslations('executions')
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Link href={outgoingAddress(id)} className={LINK}>
        {t('changed.oneMail')}
      </Link>
      <StateChip state={state} />
    </span>
  )
}
