'use client'
import { useState } from 'react'
import { Download, ImageOff, ShieldAlert } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { Segmented } from '../ui/segmented'
import { Attachments } from './attachments'
import { MailFrame } from './mail-frame'
import { isDesigned, lookOf, rememberLook, type Look, type Message } from './message'
import { PlainMail } from './plain-mail'
import { useHtmlText } from './use-html-text'

/** What a mail says: designed on its own page, or plain; without what would load from elsewhere until the reader asks for it. */
export function MailBody({ message }: { message: Message }) {
  const t = useTranslations('inbox')
  const [look, setLook] = useState<Look>(() => lookOf(message.from.address))
  const [showRemote, setShowRemote] = useState(false)
  const trpc = useTRPC()
  const failed = useFailed()
  const remote = useQuery(trpc.message.get.queryOptions({ id: message.id, allowRemote: true }, { enabled: showRemote, staleTime: Infinity }))
  const html = (showRemote ? remote.data?.html : null) ?? message.html
  const fromHtml = useHtmlText(message.text === null ? message.html : null)
  if (showRemote && remote.isError) {
    setShowRemote(false)
    failed(t('showImages'), remote.error)
  }

  if (message.body === 'quarantined') return <Quarantined message={message} />
  if (message.body === 'not here yet') {
    return (
      <>
        <p className="text-14 text-ink-2">{message.snippet}</p>
        <Notice icon={Download} className="mt-3">
          {t('bodyLater')}
        </Notice>
      </>
    )
  }
  const designed = isDesigned(message)
  const asSent = html !== null && designed && look === 'as sent'
  return (
    <>
      {designed && (
        <div className="mb-2.5 flex flex-wrap items-center justify-end gap-2">
          {asSent && message.blockedRemote > 0 && !showRemote && (
            <Notice
              icon={ImageOff}
              className="w-full py-0"
              action={
                <Button look="quiet" size="s" onClick={() => setShowRemote(true)}>
                  {t('showImages')}
                </Button>
              }
            >
              {t('blocked', { count: message.blockedRemote })}
            </Notice>
          )}
          <Segmented
            size="s"
            label={t('look')}
            value={look}
            options={[
              { value: 'as sent', label: t('asSent') },
              { value: 'plain', label: t('plain') },
            ]}
            onChange={(next) => {
              setLook(next)
              rememberLook(message.from.address, next)
            }}
          />
        </div>
      )}
      {asSent ? <MailFrame message={message} html={html} /> : <PlainMail text={message.text ?? fromHtml} />}
      <Attachments message={message} />
    </>
  )
}

/** A mail that could not be read safely: why, and the mail itself as it came. */
function Quarantined({ message }: { message: Message }) {
  const t = useTranslations('inbox')
  return (
    <Notice
      icon={ShieldAlert}
      tone="warning"
      action={
        <Button size="s" asChild>
          <a href={`/api/messages/${message.id}/raw`} download>
            {t('downloadRaw')}
          </a>
        </Button>
      }
    >
      <strong className="font-strong text-ink">{t('quarantined')}</strong> {message.quarantineReason ?? t('quarantinedWhy')}
    </Notice>
  )
}
