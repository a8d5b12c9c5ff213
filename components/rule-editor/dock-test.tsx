'use client'
import type { ReactNode } from 'react'
import { CircleCheck, CircleMinus, Mail, OctagonAlert, RotateCw, TriangleAlert } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { QueryError } from '../data/query-error'
import { useFormats } from '../language/language-provider'
import { Time } from '../language/time'
import { cn } from '../ui/class-names'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Scroll } from '../ui/pane'
import { Select } from '../ui/select'
import { SkeletonRows } from '../ui/skeleton'
import { useEditor, useGraph } from './editor-context'
import { MailPicker } from './mail-picker'
import { isRefusal, MailRefused } from './mail-refused'
import { PasteMail } from './paste-mail'
import { useLight } from './use-canvas-look'
import { TrialSteps } from './trial-steps'

/** The draft tried on one mail: which mail, what came of it, and every value that was compared on the way. Nothing is sent or changed. */
export function TestDock() {
  const t = useTranslations('editor')
  const { trial } = useEditor()
  const { facts } = trial
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      <div className="flex w-(--palette) shrink-0 flex-col gap-1.5 overflow-y-auto border-line px-4 py-3 md:border-e max-md:w-full max-md:border-b">
        <MailPicker chosen={facts === null ? null : facts.from?.name || facts.from?.address || t('noSender')} />
        <PasteMail />
        <TriedVersion />
        {trial.pasted !== null && trial.pasted.fileName !== null && <p className="truncate text-12 text-ink-3">{trial.pasted.fileName}</p>}
        {facts !== null && (
          <>
            <p className="line-clamp-2 font-strong" title={facts.subject}>{facts.subject || t('noSubject')}</p>
            <p className="text-12 text-ink-3">
              {facts.sentAt !== null && <Time at={facts.sentAt} />} {t('attachments', { count: facts.attachments.length })}
            </p>
          </>
        )}
        <Verdict />
      </div>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <Outcome />
      </div>
    </div>
  )
}

/** The draft unless another is chosen; there is a choice once something was published. */
function TriedVersion() {
  const t = useTranslations('editor')
  const { rule, trial } = useEditor()
  if (rule.versions.length === 0) return null
  return (
    <>
      <Select
        aria-label={t('triedVersion')}
        className="shrink-0"
        value={trial.version ?? DRAFT}
        options={[{ value: DRAFT, label: t('triedDraft') }, ...rule.versions.map(({ id, number }) => ({ value: id, label: t(rule.live?.versionId === id ? 'triedLive' : 'triedNumber', { version: number }) }))]}
        onChange={(next) => trial.chooseVersion(next === DRAFT ? null : next)}
      />
      {trial.version !== null && <p className="text-12 text-ink-3">{t('triedNote')}</p>}
    </>
  )
}

const DRAFT = 'draft'

function Verdict() {
  const t = useTranslations('editor')
  const formats = useFormats()
  const { trial } = useEditor()
  const light = useLight()
  const graph = useGraph()
  const run = trial.rehearsal?.run ?? null
  if (!trial.isChosen || run === null) return null
  const matches = run.verdict !== 'no match'
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <span className={cn('inline-flex h-[22px] items-center gap-1.5 rounded-full ps-1.5 pe-2 text-12 font-medium', matches ? 'bg-success-soft text-success-ink' : 'bg-muted-soft text-muted-ink')}>
          <Icon of={matches ? CircleCheck : CircleMinus} size={14} />
          {t(matches ? 'matches' : 'noMatch')}
        </span>
        <span className="text-12 text-ink-3">{formats.duration(trial.rehearsal?.milliseconds ?? 0)}</span>
        <IconButton size="s" icon={RotateCw} label={t('runAgain')} onClick={trial.again} />
      </p>
      <p className="text-12 text-ink-2">{t('tookSteps', { count: light?.reached.size ?? 0, of: (trial.version === null ? graph : (trial.rehearsal?.graph ?? graph)).nodes.length })}</p>
      {trial.rehearsal?.alreadyRan && <Caution>{t('alreadyRan')}</Caution>}
      {trial.rehearsal?.isTextMissing && <Caution>{t('textMissing')}</Caution>}
    </>
  )
}

function Caution({ children }: { children: ReactNode }) {
  return (
    <p className="flex gap-1.5 text-12 text-warning-ink">
      <Icon of={TriangleAlert} size={14} className="mt-px" />
      <span>{children}</span>
    </p>
  )
}

/** Before a mail is chosen: what a test is, and the quickest one. */
function NoMailYet() {
  const t = useTranslations('editor')
  const { rule, trial } = useEditor()
  const trpc = useTRPC()
  const newest = useQuery(trpc.message.list.queryOptions({ scope: { kind: 'account', accountId: rule.account.id }, limit: 1 })).data?.rows[0]
  return (
    <EmptyState
      icon={Mail}
      title={t('testEmpty')}
      text={t('testEmptyText')}
      action={newest && <Button look="primary" onClick={() => trial.choose(newest.id)}>{t('testNewest')}</Button>}
      className="py-4"
    />
  )
}

function Outcome() {
  const t = useTranslations('editor')
  const { trial, problems, openDock } = useEditor()
  if (!trial.isChosen) return <NoMailYet />
  if (trial.pasted !== null && isRefusal(trial.error)) return <MailRefused error={trial.error} />
  if (trial.error !== null && trial.error !== undefined) return <QueryError what={t('thisTest')} error={trial.error} onRetry={trial.again} />
  if (trial.rehearsal === null) return <SkeletonRows rows={5} rowClassName="h-9" lines={1} />
  if (trial.rehearsal.run === null || trial.plan === null) {
    const count = problems.filter(({ severity }) => severity === 'blocker').length
    return (
      <EmptyState
        icon={OctagonAlert}
        title={t('testBlocked', { count })}
        text={t('testBlockedText')}
        action={<Button onClick={() => openDock('problems')}>{t('showProblems')}</Button>}
        className="py-4"
      />
    )
  }
  return (
    <Scroll aria-busy={trial.running} tabIndex={0}>
      <TrialSteps run={trial.rehearsal.run} plan={trial.plan} />
    </Scroll>
  )
}
