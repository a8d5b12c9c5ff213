'use client'
import { useState, type FormEvent } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { codeOf } from '../../data/failure'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { Input } from '../../ui/input'
import { showToast } from '../../ui/toast-store'
import { Block } from '../block'

const SHORTEST = 12

/** Another password; every other browser is signed out with it. */
export function PasswordBlock() {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation(
    trpc.me.changePassword.mutationOptions({
      onSuccess: () => {
        setCurrent('')
        setNext('')
        showToast({ text: t('password.changed'), tone: 'success' })
        return queryClient.invalidateQueries(trpc.session.list.queryFilter())
      },
      onError: (error) => {
        if (codeOf(error) !== 'invalid.current') failed(t('password.what'), error)
      },
    }),
  )
  const wrong = change.isError && codeOf(change.error) === 'invalid.current'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (next.length >= SHORTEST) change.mutate({ current, next })
  }
  return (
    <Block title={t('password.title')} className="mt-3">
      <form onSubmit={submit} className="flex max-w-80 flex-col gap-3">
        <Field label={t('password.current')} error={wrong ? t('password.wrong') : undefined}>
          {(control) => <Input {...control} size="l" type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />}
        </Field>
        <Field label={t('password.next')} help={t('password.help', { count: SHORTEST })}>
          {(control) => <Input {...control} size="l" type="password" autoComplete="new-password" minLength={SHORTEST} value={next} onChange={(event) => setNext(event.target.value)} />}
        </Field>
        <Button type="submit" size="l" className="self-start" busy={change.isPending} disabled={current === '' || next.length < SHORTEST}>
          {t('password.change')}
        </Button>
      </form>
    </Block>
  )
}
