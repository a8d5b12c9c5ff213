'use client'
import { KeyRound, Settings2, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { causeOf, useCause } from '../connection/causes'
import { Time } from '../language/time'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import type { Account } from './account-health'
import { useAccountPlace } from './use-places'

const PASSWORD_CAUSES = new Set(['authentication', 'appPassword', 'secretUnreadable'])

/** Why the account is not read, what is safe, and the one thing to do about it. */
export function AccountProblem({ account, problem }: { account: Account; problem: NonNullable<Account['problem']> }) {
  const t = useTranslations('accounts')
  const cause = useCause()
  const [, go] = useAccountPlace()
  const place = { host: account.imap?.host ?? '', port: String(account.imap?.port ?? ''), user: account.imap?.user ?? account.address }
  const isPassword = PASSWORD_CAUSES.has(causeOf(problem.code) ?? '')
  return (
    <section role="alert" className="flex gap-3 rounded-node border border-danger-line bg-danger-soft px-3 py-3">
      <Icon of={TriangleAlert} className="mt-0.5 text-danger-ink" />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex items-baseline gap-3">
          <h3 className="min-w-0 flex-1 font-strong">{cause.short(problem.code)}</h3>
          <span className="text-12 text-ink-3">
            {t('problem.since')} <Time at={problem.at} />
          </span>
        </div>
        <p className="text-ink-2">{cause.sentence(problem.code, place, problem.message)}</p>
        <p className="text-ink-2">{t('problem.safe')}</p>
        <div className="flex flex-wrap gap-2">
          {isPassword ? (
            <Button look="primary" icon={KeyRound} onClick={() => void go({ account: account.id, do: 'edit', field: 'password' })}>
              {t('problem.password')}
            </Button>
          ) : (
            <Button look="primary" icon={Settings2} onClick={() => void go({ account: account.id, do: 'edit', field: 'host' })}>
              {t('problem.server')}
            </Button>
          )}
        </div>
      </div>
    </section>
  )
}
