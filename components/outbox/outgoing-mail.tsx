'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { PlainMail } from '../inbox/plain-mail'
import type { OutgoingDetail } from './outbox-url'
import { PassedOn } from './passed-on'

type Person = OutgoingDetail['from']

/** The mail as its readers get it: addresses, then the text. */
export function OutgoingMail({ mail }: { mail: OutgoingDetail }) {
  const t = useTranslations('outbox')
  return (
    <article aria-label={t('mail')} className="flex min-w-0 flex-col gap-4 px-5 py-4 max-sm:px-4">
      <dl className="grid grid-cols-[64px_minmax(0,1fr)] gap-y-0.5">
        <People name={t('from')} people={[mail.from]} />
        <People name={t('to')} people={mail.to} />
        <People name={t('cc')} people={mail.cc} />
        <People name={t('bcc')} people={mail.bcc} />
      </dl>
      <PassedOn mail={mail} />
      {mail.form === 'redirect' ? null : mail.text.trim() === '' ? <p className="text-ink-3">{t('noText')}</p> : <PlainMail text={mail.text} />}
    </article>
  )
}

function People({ name, people }: { name: ReactNode; people: readonly Person[] }) {
  if (people.length === 0) return null
  return (
    <div className="contents">
      <dt className="text-ink-3">{name}</dt>
      <dd className="flex min-w-0 flex-wrap gap-x-3">
        {people.map(({ name: called, address }) => (
          <span key={address} className="[overflow-wrap:anywhere]">
            {called && <span className="font-medium">{called} </span>}
            <span className={called ? 'text-ink-3' : ''}>{address}</span>
          </span>
        ))}
      </dd>
    </div>
  )
}
