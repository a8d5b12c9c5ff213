'use client'
import { useTranslations } from 'next-intl'
import { Time } from '../language/time'
import { Details } from '../ui/pane'
import { Dot } from '../ui/tag'
import type { Approval } from './approval'

/** What is asked, by which rule and about which mail, and what everybody has said so far. */
export function Asked({ approval, titleAs: Title }: { approval: Omit<Approval, 'ruleId'>; titleAs: 'h1' | 'h2' }) {
  const t = useTranslations('approvals')
  const { question, ruleName, message, votes, needed, outcome } = approval
  return (
    <>
      <Title className="text-14 font-strong [overflow-wrap:anywhere] whitespace-pre-wrap">{question}</Title>
      <Details
        rows={[
          { name: t('rule'), value: ruleName },
          ...(message === null ? [] : [{ name: t('mail'), value: message.subject }, { name: t('from'), value: message.fromName === '' ? message.fromAddress : `${message.fromName} <${message.fromAddress}>` }]),
          { name: t('needed'), value: t('neededOf', { needed, count: votes.length }) },
        ]}
      />
      <ul className="flex flex-col gap-1">
        {votes.map(({ name, verdict, note, decidedAt, escalated }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-2 text-12 text-ink-2">
            <Dot tone={verdict === null ? 'waiting' : verdict === 'approved' ? 'success' : 'danger'} />
            <span className="font-medium text-ink">{name}</span>
            {t(verdict === null ? (outcome === null ? 'vote.open' : 'vote.unasked') : `vote.${verdict}`)}
            {escalated && <span className="text-ink-3">{t('escalated')}</span>}
            {decidedAt !== null && <Time at={decidedAt} className="text-ink-3" />}
            {note !== '' && <q className="w-full ps-4 text-ink-2">{note}</q>}
          </li>
        ))}
      </ul>
      {outcome !== null && <p className="text-12 font-medium text-ink-2">{t(`outcome.${OUTCOMES[outcome] ?? 'over'}`)}</p>}
    </>
  )
}

const OUTCOMES: Readonly<Record<string, 'approved' | 'rejected' | 'timedOut' | 'cancelled'>> = { approved: 'approved', rejected: 'rejected', 'timed out': 'timedOut', cancelled: 'cancelled' }
