'use client'
import { useState } from 'react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { ArrowLeft, ChevronDown, ChevronUp, CircleStop, Ellipsis, GitCompareArrows, Mail, RotateCw, Undo2, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { keysOf } from '../keyboard/keys-of'
import { PanelToggle, type PanelState } from '../shell/panes'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { Menu } from '../ui/menu'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Crumbs, Separator, Spacer, Toolbar } from '../ui/toolbar'
import { editorAddress, mailAddress } from './addresses'
import { isOver } from './run-life'
import type { Run } from './run-steps'

export interface RunToolbarProps {
  run: Run | undefined
  /** The list with its filters. */
  backTo: string
  onNewer: (() => void) | null
  onOlder: (() => void) | null
  onRerun: () => void
  /** Asks what another version would do. */
  onVersus: () => void
  panel: PanelState
}

/** The way back, the neighbours, and what can be done with the run. */
export function RunToolbar({ run, backTo, onNewer, onOlder, onRerun, onVersus, panel }: RunToolbarProps) {
  const t = useTranslations('executions')
  const replay = useTranslations('replay')
  const links = [<Link key="runs" href={backTo}>{t('title')}</Link>, ...(run === undefined ? [] : [<Link key="rule" href={`/executions?rule=${run.ruleId}`}>{run.ruleName}</Link>])]
  const router = useRouter()
  const over = run !== undefined && isOver(run.state)
  const mail = run === undefined ? null : mailAddress(run)
  return (
    <Toolbar label={t('runLabel')}>
      <Link href={backTo} aria-label={t('back')} className="relative -ms-1.5 grid size-7 shrink-0 place-items-center rounded-control text-ink-3 after:absolute after:-inset-2 hover:bg-hover sm:hidden">
        <Icon of={ArrowLeft} size={18} />
      </Link>
      <Crumbs label={t('where')} links={links} current={run === undefined ? t('runLabel') : mail === null ? run.ruleName : run.subject || t('noSubject')} />
      <Spacer />
      <span className="flex items-center gap-1 max-sm:hidden">
        <IconButton icon={ChevronUp} label={t('newer')} keys="k" disabled={onNewer === null} onClick={onNewer ?? undefined} />
        <IconButton icon={ChevronDown} label={t('older')} keys="j" disabled={onOlder === null} onClick={onOlder ?? undefined} />
        <Separator />
      </span>
      {run !== undefined && !over && <StopButton run={run} />}
      {run !== undefined && (
        <Button asChild className="max-lg:hidden">
          <Link href={editorAddress(run)}>
            <Icon of={Workflow} />
            {t('loadInEditor')}
          </Link>
        </Button>
      )}
      {run !== undefined && (
        <Button icon={GitCompareArrows} onClick={onVersus} className="max-xl:hidden">
          {replay('open')}
        </Button>
      )}
      {run !== undefined && (
        <Menu
          align="end"
          items={[
            { label: replay('open'), icon: GitCompareArrows, onSelect: onVersus },
            { label: t('loadInEditor'), icon: Workflow, onSelect: () => router.push(editorAddress(run)) },
            ...(mail === null ? [] : [{ label: t('mail.openIt'), icon: Mail, keys: keysOf('runs.openMail'), onSelect: () => router.push(mail) }]),
            ...(onNewer === null ? [] : [{ label: t('newer'), icon: ChevronUp, onSelect: onNewer }]),
            ...(onOlder === null ? [] : [{ label: t('older'), icon: ChevronDown, onSelect: onOlder }]),
          ]}
          trigger={<IconButton icon={Ellipsis} label={t('more')} className="xl:hidden" />}
        />
      )}
      {run !== undefined && over && (
        <Button look="primary" icon={RotateCw} onClick={onRerun}>
          {t('rerun')}
        </Button>
      )}
      {!panel.docked && <PanelToggle state={panel} />}
    </Toolbar>
  )
}

function StopButton({ run }: { run: Run }) {
  const t = useTranslations('executions')
  const trpc = useTRPC()
  const failed = useFailed()
  const [asking, setAsking] = useState(false)
  const cancel = useMutation(trpc.execution.cancel.mutationOptions({ onError: (error) => failed(t('stop'), error), onSettled: () => setAsking(false) }))
  const label = run.state === 'waiting' ? t('stopWaiting') : t('stop')
  return (
    <>
      <Button look={run.state === 'waiting' ? 'quiet' : 'secondary'} icon={CircleStop} disabled={run.cancelRequestedAt !== null} onClick={() => setAsking(true)}>
        {label}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('stopTitle')}
        consequences={[
          { icon: CircleStop, text: t('bulk.stopWhat') },
          { icon: Undo2, text: t('bulk.stopStays') },
        ]}
        confirmLabel={label}
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ id: run.id })}
      />
    </>
  )
}
