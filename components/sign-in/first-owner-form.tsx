'use client'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { signIn } from 'next-auth/react'
import { CircleAlert, Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Icon } from '../ui/icon'
import { Input } from '../ui/input'
import { Notice } from '../ui/notice'
import { PasswordInput } from './password-input'

interface Owner {
  workspaceName: string
  name: string
  email: string
  password: string
}

type Failed = 'taken' | 'unreachable'

/** Asks for the first owner of a fresh installation and signs them in. */
export function FirstOwnerForm({ passwordMin }: { passwordMin: number }) {
  const t = useTranslations('signIn')
  const [failed, setFailed] = useState<Failed | null>(null)
  const { register, handleSubmit, formState } = useForm<Owner>({ mode: 'onBlur', reValidateMode: 'onChange' })
  const { errors, isSubmitting } = formState
  const required = { required: t('required') }
  const submit = handleSubmit(async (owner) => {
    const result = await create(owner)
    if (result !== 'created') {
      setFailed(result)
      return
    }
    await signIn('credentials', { email: owner.email, password: owner.password, redirect: false })
    location.assign('/settings/accounts')
  })
  return (
    <>
      <h1 className="text-28 font-strong">{t('welcomeTitle')}</h1>
      <p className="mt-1 mb-6 text-14 text-ink-2">{t('welcomeLead')}</p>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field label={t('company')} help={t('companyHelp')} error={errors.workspaceName?.message}>
          {(control) => <Input {...control} {...register('workspaceName', { ...required, maxLength: 100 })} size="l" autoComplete="organization" autoFocus className="h-10" />}
        </Field>
        <Field label={t('name')} error={errors.name?.message}>
          {(control) => <Input {...control} {...register('name', { ...required, maxLength: 100 })} size="l" autoComplete="name" className="h-10" />}
        </Field>
        <Field label={t('email')} error={errors.email?.message}>
          {(control) => (
            <Input {...control} {...register('email', { ...required, pattern: { value: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, message: t('emailInvalid') } })} size="l" type="email" autoComplete="username" spellCheck={false} className="h-10" />
          )}
        </Field>
        <Field label={t('password')} help={t('passwordHelp', { count: passwordMin })} error={errors.password?.message}>
          {(control) => (
            <PasswordInput
              {...control}
              {...register('password', { ...required, validate: (value) => value.length >= passwordMin || t('passwordShort', { count: passwordMin - value.length }) })}
              autoComplete="new-password"
            />
          )}
        </Field>
        <div role="alert">
          {failed && (
            <Notice icon={CircleAlert} tone="danger">
              <span className="text-13">{t(failed)}</span>
            </Notice>
          )}
        </div>
        <Button type="submit" look="primary" size="l" busy={isSubmitting} className="h-10 w-full">
          {isSubmitting ? t('creating') : t('create')}
        </Button>
        <p className="flex items-center gap-1.5 text-12 text-ink-3">
          <Icon of={Lock} size={14} />
          {t('stays')}
        </p>
      </form>
    </>
  )
}

async function create(owner: Owner): Promise<'created' | Failed> {
  try {
    const answer = await fetch('/api/first-run', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(owner) })
    if (answer.ok) return 'created'
    return answer.status === 409 ? 'taken' : 'unreachable'
  } catch (error) {
    if (error instanceof TypeError) return 'unreachable'
    throw error
  }
}
