'use client'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import type { Outputs } from '../data/trpc'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { Select } from '../ui/select'
import { Tooltip } from '../ui/tooltip'
import { RecipientInput } from './recipient-input'
import type { Draft, problemsOf } from './draft'

export interface AddressFieldsProps {
  draft: Draft
  accounts: Outputs['account']['list']
  problems: ReturnType<typeof problemsOf>
  isReply: boolean
  onChange: (part: Partial<Draft>) => void
  focusFirst: boolean
}

/** From, to, copies and subject, a line each. */
export function AddressFields({ draft, accounts, problems, isReply, onChange, focusFirst }: AddressFieldsProps) {
  const t = useTranslations('inbox')
  const lines = useRef<HTMLDivElement>(null)
  const [cc, setCc] = useState(draft.cc.length > 0)
  const [bcc, setBcc] = useState(draft.bcc.length > 0)
  useCommand('compose.cc', () => setCc(true))
  useCommand('compose.bcc', () => setBcc(true))
  useEffect(() => {
    if (focusFirst) lines.current?.querySelector('input')?.focus()
  }, [focusFirst])
  return (
    <div ref={lines} className="shrink-0">
      <Line label={t('compose.from')}>
        {isReply || accounts.length < 2 ? (
          <span className="block truncate py-1 max-md:py-2.5">{addressOf(accounts, draft.accountId)}</span>
        ) : (
          <Select look="flat" aria-label={t('compose.from')} value={draft.accountId} options={accounts.map(({ id, address, name }) => ({ value: id, label: address, hint: name }))} onChange={(accountId) => onChange({ accountId })} className="-ms-1.5" />
        )}
      </Line>
      <Line
        label={t('compose.to')}
        problem={problems.to && t(`compose.problem.${problems.to}`)}
        end={
          <>
            {!cc && <Copy label={t('compose.cc')} keys={keysOf('compose.cc')} onClick={() => setCc(true)} />}
            {!bcc && <Copy label={t('compose.bcc')} keys={keysOf('compose.bcc')} onClick={() => setBcc(true)} />}
          </>
        }
      >
        <RecipientInput label={t('compose.to')} values={draft.to} onChange={(to) => onChange({ to })} invalid={problems.to !== undefined} />
      </Line>
      {cc && (
        <Line label={t('compose.cc')} problem={problems.cc && t('compose.problem.invalid')}>
          <RecipientInput label={t('compose.cc')} values={draft.cc} onChange={(next) => onChange({ cc: next })} invalid={problems.cc !== undefined} />
        </Line>
      )}
      {bcc && (
        <Line label={t('compose.bcc')} problem={problems.bcc && t('compose.problem.invalid')}>
          <RecipientInput label={t('compose.bcc')} values={draft.bcc} onChange={(next) => onChange({ bcc: next })} invalid={problems.bcc !== undefined} />
        </Line>
      )}
      <Line label={t('compose.subject')}>
        <input aria-label={t('compose.subject')} value={draft.subject} maxLength={500} onChange={(event) => onChange({ subject: event.target.value })} className="h-7 w-full min-w-0 bg-transparent font-medium outline-none max-md:h-10 max-md:text-16" />
      </Line>
    </div>
  )
}

function Line({ label, problem, end, children }: { label: string; problem?: string | undefined; end?: ReactNode; children: ReactNode }) {
  return (
    <div className={cn('flex min-h-9 items-start gap-2 border-b border-line px-5 py-1 focus-within:border-focus max-md:px-4', problem && 'border-danger')}>
      <span aria-hidden className="w-14 shrink-0 pt-1 text-ink-3 max-md:pt-2.5">
        {label}
      </span>
      <div className="min-w-0 flex-1">
        {children}
        {problem && (
          <p role="alert" className="pb-1 text-12 text-danger-ink">
            {problem}
          </p>
        )}
      </div>
      {end}
    </div>
  )
}

function Copy({ label, keys, onClick }: { label: string; keys: string | undefined; onClick: () => void }) {
  return (
    <Tooltip text={label} keys={keys}>
      <Button look="quiet" size="s" onClick={onClick} className="mt-0.5">
        {label}
      </Button>
    </Tooltip>
  )
}

function addressOf(accounts: AddressFieldsProps['accounts'], id: string): string {
  return accounts.find((account) => account.id === id)?.address ?? ''
}
