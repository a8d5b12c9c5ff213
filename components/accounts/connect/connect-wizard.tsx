'use client'
import { useEffect, useRef, type FormEvent } from 'react'
import { useTranslations } from 'next-intl'
import { useStore } from '../../data/store'
import { Button } from '../../ui/button'
import type { Account } from '../account-health'
import { connectDraft, stepBefore, stepsOf, type ConnectDraft } from './draft'
import { StepDone } from './step-done'
import { StepIncoming } from './step-incoming'
import { StepMailbox } from './step-mailbox'
import { StepOutgoing } from './step-outgoing'
import { useConnect } from './use-connect'

/** One step at a time; each can be left and come back to. */
export function ConnectWizard({ accounts, onClose }: { accounts: readonly Account[]; onClose: () => void }) {
  const t = useTranslations('accounts')
  const draft = useStore(connectDraft)
  const connecting = useConnect(draft, accounts)
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(draft.step)
  useEffect(() => {
    if (draft.step === shown.current) return
    shown.current = draft.step
    heading.current?.focus()
  }, [draft.step])
  const change = (next: ConnectDraft) => connectDraft.set(next)
  const steps = stepsOf(draft)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void connecting.advance()
  }
  const account = accounts.find(({ id }) => id === draft.connectedId)
  return (
    <form onSubmit={submit} noValidate className="flex min-h-full flex-col">
      <Progress steps={steps} current={steps.indexOf(draft.step)} />
      <div className="flex flex-1 flex-col gap-4 p-4">
        <h2 ref={heading} tabIndex={-1} className="text-16 font-strong outline-none">
          {t(`wizard.step.${draft.step}.title`)}
        </h2>
        {draft.step === 'mailbox' && <StepMailbox draft={draft} onChange={change} problem={connecting.problem} />}
        {draft.step === 'incoming' && <StepIncoming draft={draft} onChange={change} testing={connecting.incoming} problem={connecting.problem} />}
        {draft.step === 'outgoing' && <StepOutgoing draft={draft} onChange={change} testing={connecting.outgoing} problem={connecting.problem} />}
        {draft.step === 'done' && <StepDone draft={draft} account={account} onClose={onClose} />}
      </div>
      {draft.step !== 'done' && (
        <div className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-bg px-4 py-3">
          {draft.step !== 'mailbox' && (
            <Button size="l" look="quiet" className="me-auto" onClick={() => change({ ...draft, step: stepBefore(draft) })}>
              {t('wizard.back')}
            </Button>
          )}
          {connecting.mayGoOnUntested && (
            <Button size="l" look="quiet" onClick={() => void connecting.goOnUntested()}>
              {t('wizard.untested')}
            </Button>
          )}
          <Button size="l" look={connecting.mayGoOnUntested ? 'secondary' : 'primary'} type="submit" busy={connecting.busy}>
            {t(`wizard.action.${connecting.action}`)}
          </Button>
        </div>
      )}
    </form>
  )
}

function Progress({ steps, current }: { steps: readonly ConnectDraft['step'][]; current: number }) {
  const t = useTranslations('accounts')
  return (
    <ol aria-label={t('wizard.steps')} className="flex gap-4 border-b border-line px-4 text-12">
      {steps.map((step, index) => (
        <li key={step} aria-current={index === current ? 'step' : undefined} className={`-mb-px border-b-2 py-2 font-medium ${index === current ? 'border-accent text-ink' : 'border-transparent text-ink-3'}`}>
          {t(`wizard.step.${step}.name`)}
        </li>
      ))}
    </ol>
  )
}
