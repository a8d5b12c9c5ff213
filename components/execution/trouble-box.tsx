'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { CircleX } from 'lucide-react'
import { capital, useTrouble, type Remedy } from '../explanation/troubles'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { editorAddress, outgoingAddress } from './addresses'
import type { Run, RunStep, Step } from './run-steps'

/** What went wrong in plain words, what to do about it and where; the raw words folded away. */
export function TroubleBox({ run, step, ledger }: { run: Run; step: RunStep; ledger: Step }) {
  const t = useTranslations('executions')
  const trouble = useTrouble()
  const code = ledger.error?.code ?? ledger.reason ?? 'unexpected'
  const { cause, fix, remedy } = trouble(code, ledger.error?.message ?? null, step.type === 'http.request' || step.type === 'web.post' ? 'web' : 'mail')
  const retrying = step.state === 'retrying'
  const door = doorOf(remedy, run, ledger)
  return (
    <section role="group" aria-label={t('trouble.label')} className="rounded-node border border-line bg-surface p-3">
      <div className="flex gap-2">
        <Icon of={CircleX} className={retrying ? 'mt-0.5 text-warning-ink' : 'mt-0.5 text-danger-ink'} />
        <div className="min-w-0 flex-1">
          <p className={retrying ? 'font-strong text-warning-ink' : 'font-strong text-danger-ink'}>{capital(cause)}</p>
          <p className="text-ink-2">{retrying ? t('trouble.itself') : fix}</p>
          {door !== null && (
            <Button asChild look={retrying ? 'secondary' : 'primary'} className="mt-2 print:hidden">
              <Link href={door.href}>{t(`trouble.door.${door.to}`)}</Link>
            </Button>
          )}
          <details className="mt-2 text-12 text-ink-2">
            <summary className="min-h-6 font-medium">{t('trouble.raw')}</summary>
            <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
              <dt>{t('trouble.code')}</dt>
              <dd>
                <code>{code}</code>
              </dd>
              {ledger.error && (
                <>
                  <dt>{t('trouble.stored')}</dt>
                  <dd>{ledger.error.message}</dd>
                </>
              )}
              {ledger.error?.said && (
                <>
                  <dt>{t('trouble.said')}</dt>
                  <dd>
                    <code className="[overflow-wrap:anywhere]">{ledger.error.said}</code>
                  </dd>
                </>
              )}
            </dl>
          </details>
        </div>
      </div>
    </section>
  )
}

function doorOf(remedy: Remedy, run: Run, ledger: Step): { readonly href: string; readonly to: 'account' | 'rule' | 'outbox' | 'endpoints' } | null {
  if (remedy === 'account' || remedy === 'server') return { href: `/settings/accounts/${run.accountId}`, to: 'account' }
  if (remedy === 'endpoint' || remedy === 'allow') return { href: '/settings/endpoints', to: 'endpoints' }
  if (remedy === 'rule' || remedy === 'publish') return { href: editorAddress(run), to: 'rule' }
  if ((remedy === 'decide' || remedy === 'words') && ledger.mail !== null) return { href: outgoingAddress(ledger.mail.id), to: 'outbox' }
  return null
}
