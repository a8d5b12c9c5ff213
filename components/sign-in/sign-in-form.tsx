'use client'
import { useState, type FormEvent } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { signIn } from 'next-auth/react'
import { CircleAlert, FlaskConical, LogOut, Mail } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { rememberWishes } from '../language/cookies'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Notice } from '../ui/notice'
import { PasswordInput } from './password-input'
import { outcomeOf, type SignInProblem } from './sign-in-outcome'

/** Address and password. What went wrong stands above the button, and what was typed stays. */
export function SignInForm({ next, ended, demoEmail }: { next: string; ended: boolean; demoEmail: string | null }) {
  const t = useTranslations('signIn')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<SignInProblem | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    const outcome = await attempt(email, password)
    if (outcome === 'signed in') {
      // Without an answer the browser's own language and zone do.
      const me = await queries.fetchQuery(trpc.me.get.queryOptions()).catch(() => null)
      if (me !== null) rememberWishes(me)
      location.assign(next)
      return
    }
    setProblem(outcome)
    setBusy(false)
  }

  return (
    <>
      <h1 className="text-28 font-strong">{t('title')}</h1>
      <p className="mt-1 mb-6 text-14 text-ink-2">{t('lead')}</p>
      {ended && problem === null && (
        <Notice icon={LogOut} tone="info" className="mb-4">
          {t('ended')}
        </Notice>
      )}
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field label={t('email')}>
          {(control) => (
            <Input {...control} size="l" icon={Mail} type="email" name="email" autoComplete="username" required autoFocus spellCheck={false} value={email} onChange={(event) => setEmail(event.target.value)} className="h-10" />
          )}
        </Field>
        <Field label={t('password')}>
          {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />}
        </Field>
        <div role="alert" className="empty:-mt-4">{problem !== null && <Problem problem={problem} />}</div>
        <Button type="submit" look="primary" size="l" busy={busy} className="h-10 w-full">
          {busy ? t('submitting') : t('submit')}
        </Button>
      </form>
      {demoEmail !== null && (
        <Notice icon={FlaskConical} className="mt-6 items-start bg-bg py-2.5">
          <strong className="block font-strong text-ink">{t('demoTitle')}</strong>
          {t('demoText', { email: demoEmail })}
          <Button look="link" size="s" className="mt-1 flex" onClick={() => setEmail(demoEmail)}>
            {t('useDemoAddress')}
          </Button>
        </Notice>
      )}
    </>
  )
}

async function attempt(email: string, password: string): Promise<'signed in' | SignInProblem> {
  try {
    return outcomeOf(await signIn('credentials', { email, password, redirect: false }), new Date())
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'unreachable' }
    throw error
  }
}

function Problem({ problem }: { problem: SignInProblem }) {
  const t = useTranslations('signIn')
  const formats = useFormats()
  const now = useNow()
  const text = problem.kind === 'limited' ? t('limited', { when: formats.relative(problem.until, now) }) : t(problem.kind)
  return (
    <Notice icon={CircleAlert} tone="danger">
      <span className="text-13">{text}</span>
    </Notice>
  )
}
