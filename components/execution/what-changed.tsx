'use client'
import type { ReactNode } from 'react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { OutcomeItem } from '../explanation/outcome-words'
import { Time } from '../language/time'
import { StateChip } from '../state/state-chip'
import { Details } from '../ui/pane'
import { Tag } from '../ui/tag'
import { outgoingAddress } from './addresses'
import { LINK, RefLink } from './ref-link'
import type { Run } from './run-steps'

type Effect = Extract<OutcomeItem, { kind: 'effect' }>

/** What is different in the world because of this run; of a dry run, what would be. */
export function WhatChanged({ run }: { run: Run }) {
  const t = useTranslations('executions')
  const rows = [...run.outcome.filter((item) => item.kind === 'effect').flatMap((item) => rowOf(t, run, item)), ...run.outcome.filter((item) => item.kind === 'waiting').map(({ listensTo, until }) => ({
    name: t('changed.waitsFor'),
    value: (
      <>
        {t(`changed.waits.${listensTo}`)} <Time at={until} as="full" />
      </>
    ),
  }))]
  return (
    <section aria-label={t('changed.head')}>
      <h3 className="mb-1 font-strong">{t(run.mode === 'dry run' ? 'changed.wouldHead' : 'changed.head')}</h3>
      {rows.length === 0 ? <p className="text-ink-3">{t('changed.nothing')}</p> : <Details rows={rows} className="grid-cols-[76px_minmax(0,1fr)]" />}
    </section>
  )
}

type T = ReturnType<typeof useTranslations<'executions'>>

function rowOf(t: T, run: Run, { effect, change, ref }: Effect): readonly { readonly name: ReactNode; readonly value: ReactNode }[] {
  const how = <span className="text-ink-3">{t(`changed.how.${HOW[change]}`)}</span>
  const thing = ref === null ? null : <RefLink run={run} id={ref.id} />
  switch (effect) {
    case 'tag.add':
      return [{ name: t('changed.tag'), value: <>{ref === null ? null : <Tag>{ref.name}</Tag>} {change === 'no change' ? how : null}</> }]
    case 'message.star':
      return [{ name: t('changed.star'), value: how }]
    case 'message.move':
      return [{ name: t('changed.folder'), value: <>{thing} {how}</> }]
    case 'record.create':
      return [{ name: t('changed.record'), value: <>{thing} {how}</> }]
    case 'user.notify':
      return [{ name: t('changed.told'), value: thing ?? how }]
    case 'mail.reply':
      return [{
        name: t('changed.sent'),
        value: ref?.kind === 'outgoing' ? <span className="flex flex-wrap items-center gap-x-2"><Link href={outgoingAddress(ref.id)} className={LINK}>{t('changed.oneMail')}</Link> <StateChip state={ref.state} /></span> : how,
      }]
  }
}

const HOW = { changed: 'changed', 'no change': 'same', reused: 'reused', created: 'created' } as const
