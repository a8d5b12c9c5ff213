'use client'
import Link from 'next/link'
import { Copy, FlaskConical, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Time } from '../language/time'
import { StateChip } from '../state/state-chip'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { Tag } from '../ui/tag'
import { fixOf } from './fix-of'
import { FormTag } from './passed-on'
import { useRecipients, useSender } from './outbox-row'
import type { OutgoingDetail } from './outbox-url'
import { useReason } from './use-reason'

/** Subject, state and the reason for it, and what is worth knowing before anything is done. */
export function OutgoingHead({ mail }: { mail: OutgoingDetail }) {
  const t = useTranslations('outbox')
  const reason = useReason()(mail)
  const sender = useSender()(mail)
  const recipients = useRecipients()(mail.to)
  const needsServer = mail.error !== null && fixOf({ code: mail.error.code, states: [mail.state] }) === 'server'
  const { standing } = mail
  const isTrouble = standing === 'failed' || standing === 'uncertain' || standing === 'deferred' || standing === 'returned'
  return (
    <header className="flex flex-col gap-2 border-b border-line px-5 py-4 max-sm:px-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <h2 className="min-w-0 flex-1 basis-64 text-16 font-strong [overflow-wrap:anywhere]">{mail.subject || t('noSubject')}</h2>
        <StateChip state={standing} pill until={mail.state === 'deferred' ? mail.nextTryAt : null} />
      </div>
      <p className="flex flex-wrap items-center gap-x-2 text-12 text-ink-3">
        <span>{t('head', { sender, recipients })}</span>
        <Time at={mail.createdAt} as="full" />
        <FormTag mail={mail} />
        {mail.automatic && <Tag>{t('automatic')}</Tag>}
      </p>
      {isTrouble ? (
        <Notice
          icon={TriangleAlert}
          tone={standing === 'failed' || standing === 'returned' ? 'danger' : 'warning'}
          className="text-13"
          action={
            needsServer && (
              <Button asChild>
                <Link href={mail.server === null ? '/settings/servers' : `/settings/servers?server=${mail.server.id}`}>{t('fix.server')}</Link>
              </Button>
            )
          }
        >
          <p>{reason}</p>
          {standing === 'uncertain' && <p>{t('uncertainHelp')}</p>}
          {standing === 'returned' && <p>{t('returnedHelp')}</p>}
        </Notice>
      ) : (
        !mail.server?.sink && <p className="text-ink-2">{reason}</p>
      )}
      {mail.server?.sink && (
        <Notice icon={FlaskConical}>{t('sinkKept')}</Notice>
      )}
      {mail.lookalikes > 0 && (
        <Notice icon={Copy} tone="warning">
          {t('lookalikes', { count: mail.lookalikes })}
        </Notice>
      )}
    </header>
  )
}
