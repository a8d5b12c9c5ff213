'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { threadAddress } from '../execution/addresses'
import { Tag } from '../ui/tag'
import type { OutgoingDetail, OutgoingRow } from './outbox-url'

/** That a mail carries, or is, one that came to us; nothing for others. */
export function FormTag({ mail }: { mail: Pick<OutgoingRow, 'form'> }) {
  const t = useTranslations('outbox')
  return mail.form === 'forward' || mail.form === 'redirect' ? <Tag>{t(`form.${mail.form}`)}</Tag> : null
}

/** What goes with the text, or goes instead of one. */
export function PassedOn({ mail }: { mail: Pick<OutgoingDetail, 'form' | 'carries' | 'source'> }) {
  const t = useTranslations('outbox')
  if (mail.form !== 'forward' && mail.form !== 'redirect') return null
  return (
    <p className="text-ink-2">
      {t(`carried.${mail.form === 'redirect' ? 'redirect' : (mail.carries ?? 'message')}`)}{' '}
      {mail.source && (
        <Link className="text-accent-ink hover:underline" href={threadAddress(mail.source.threadId)}>
          {t('facts.mailOf', { subject: mail.source.subject || t('noSubject'), name: mail.source.fromName || mail.source.fromAddress })}
        </Link>
      )}
    </p>
  )
}
