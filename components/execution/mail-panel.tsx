'use client'
import Link from 'next/link'
import { ExternalLink, FileText, MailX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { keysOf } from '../keyboard/keys-of'
import { Time } from '../language/time'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Icon } from '../ui/icon'
import { Scroll } from '../ui/pane'
import { Tooltip } from '../ui/tooltip'
import { AboutRun } from './about-run'
import { mailAddress } from './addresses'
import type { Run } from './run-steps'
import type { StepWords } from './use-step-words'
import { WhatChanged } from './what-changed'

/** The mail the run was about, what the run changed, and what run it was. */
export function MailPanel({ run, words }: { run: Run; words: StepWords }) {
  const t = useTranslations('executions')
  const address = mailAddress(run)
  return (
    <>
      <div data-chrome className="flex h-(--subbar) shrink-0 items-center gap-2 border-b border-line ps-4 pe-2">
        <h3 className="flex-1 font-strong">{t('mail.head')}</h3>
        {address !== null && (
          <Tooltip text={t('mail.open')} keys={keysOf('runs.openMail')}>
            <Button asChild look="quiet" size="s">
              <Link href={address}>
                <Icon of={ExternalLink} size={14} />
                {t('mail.open')}
              </Link>
            </Button>
          </Tooltip>
        )}
      </div>
      <Scroll className="print:overflow-visible">
        <div className="flex flex-col gap-5 px-4 py-3">
          {run.message !== null ? <Mail message={run.message} /> : address === null ? <EmptyState icon={MailX} title={t('mail.none')} text={t('mail.noneText')} /> : <EmptyState icon={MailX} title={t('mail.gone')} text={t('mail.goneText')} />}
          <WhatChanged run={run} words={words} />
          <AboutRun run={run} />
        </div>
      </Scroll>
    </>
  )
}

function Mail({ message }: { message: NonNullable<Run['message']> }) {
  const t = useTranslations('executions')
  const formats = useFormats()
  const { from, to, subject, receivedAt, attachments } = message
  const files = attachments.filter(({ inline }) => !inline)
  return (
    <section aria-label={t('mail.head')} className="flex flex-col">
      <div className="flex items-start gap-2.5">
        <Avatar name={from.name || from.address} id={from.address} size="l" />
        <div className="min-w-0">
          <p className="truncate font-strong">{from.name || from.address}</p>
          <p className="truncate text-12 text-ink-3" title={from.address}>
            {from.address}
          </p>
        </div>
      </div>
      <h4 className="mt-3 text-14 leading-5 font-strong [overflow-wrap:anywhere]">{subject || t('noSubject')}</h4>
      <p className="mt-0.5 text-12 text-ink-3">
        {t('mail.to', { people: formats.list(to.map(({ name, address }) => name || address)) })} <Time at={receivedAt} as="full" />
      </p>
      <p className="mt-2.5 line-clamp-10 whitespace-pre-line text-ink-2 [overflow-wrap:anywhere]">{message.text ?? message.snippet}</p>
      {files.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1.5">
          {files.map((file) => (
            <li key={file.id}>
              <a href={`/api/attachments/${file.id}`} className="flex min-h-9 items-center gap-2 rounded-control border border-line-strong px-2.5 hover:bg-hover">
                <Icon of={FileText} className="text-ink-3" />
                <span className="min-w-0 flex-1 truncate font-medium" title={file.filename}>
                  {file.filename}
                </span>
                <span className="text-12 text-ink-3">{formats.bytes(file.size)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
