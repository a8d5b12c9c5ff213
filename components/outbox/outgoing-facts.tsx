'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { threadAddress, recordAddress, runAddress } from '../execution/addresses'
import { Time } from '../language/time'
import { CopyText } from '../ui/copy-text'
import { Details } from '../ui/pane'
import type { OutgoingDetail } from './outbox-url'

const LINK = 'text-accent-ink hover:underline'

/** What the mail belongs to, and how it went out. */
export function OutgoingFacts({ mail }: { mail: OutgoingDetail }) {
  const t = useTranslations('outbox')
  const { rule, record, inReplyToMessage: answered, server, writtenBy } = mail
  return (
    <section aria-labelledby="facts" className="border-t border-line px-4 py-4">
      <h3 id="facts" className="mb-1 font-strong">
        {t('facts.title')}
      </h3>
      <Details
        rows={[
          ...(rule ? [{ name: t('facts.rule'), value: <Link className={LINK} href={runAddress(rule.executionId)}>{t('facts.ruleRun', { rule: rule.name, version: rule.version })}</Link> }] : []),
          ...(writtenBy ? [{ name: t('facts.writtenBy'), value: writtenBy.name }] : []),
          ...(record ? [{ name: t('facts.record'), value: <Link className={LINK} href={recordAddress(record.id)}>{t(`facts.${record.recordType}`, { number: record.number })}</Link> }] : []),
          ...(answered ? [{ name: t('facts.answers'), value: <Link className={LINK} href={threadAddress(answered.threadId)}>{t('facts.mailOf', { subject: answered.subject || t('noSubject'), name: answered.fromName || answered.fromAddress })}</Link> }] : []),
          ...(mail.source ? [{ name: t('facts.source'), value: <Link className={LINK} href={threadAddress(mail.source.threadId)}>{t('facts.mailOf', { subject: mail.source.subject || t('noSubject'), name: mail.source.fromName || mail.source.fromAddress })}</Link> }] : []),
          { name: t('facts.account'), value: <Link className={LINK} href={`/settings/accounts?account=${mail.accountId}`}>{mail.accountName}</Link> },
          { name: t('facts.server'), value: server === null ? t('noServer') : <Link className={LINK} href={`/settings/servers?server=${server.id}`}>{server.name}</Link> },
          { name: t('facts.attempts'), value: String(mail.attempts) },
          ...(mail.nextTryAt && mail.state === 'deferred' ? [{ name: t('facts.nextTry'), value: <Time at={mail.nextTryAt} as="full" /> }] : []),
          { name: t('facts.copy'), value: t(`facts.sentCopy.${COPY[mail.sentCopy]}`) },
          { name: t('facts.sender'), value: mail.envelopeFrom === '' ? t('facts.nullSender') : mail.envelopeFrom },
          { name: t('facts.messageId'), value: <CopyText text={mail.messageIdHeader} className="flex" /> },
        ]}
      />
      {mail.reply && (
        <details className="mt-2 text-12">
          <summary className="w-fit font-medium text-accent-ink">{t('facts.reply')}</summary>
          <code className="mt-1 block text-12 [overflow-wrap:anywhere] text-ink-2">{mail.reply}</code>
        </details>
      )}
      {mail.error?.said && (
        <details className="mt-2 text-12">
          <summary className="w-fit font-medium text-accent-ink">{t('facts.refusal')}</summary>
          <code className="mt-1 block text-12 [overflow-wrap:anywhere] text-ink-2">{mail.error.said}</code>
        </details>
      )}
    </section>
  )
}

const COPY = { pending: 'pending', appended: 'appended', 'not needed': 'notNeeded', failed: 'failed' } as const
