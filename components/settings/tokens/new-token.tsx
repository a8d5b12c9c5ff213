'use client'
import { useState, type FormEvent } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC, type Inputs } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { useMe } from '../../shell/me'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { CopyText } from '../../ui/copy-text'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { FormButtons } from '../../ui/form-buttons'
import { Input } from '../../ui/input'
import { Notice } from '../../ui/notice'
import { Select } from '../../ui/select'

type Scope = Inputs['token']['create']['scopes'][number]
const SCOPES: readonly Scope[] = ['read', 'write', 'admin']
const LIFES = ['30', '90', '365', 'ever'] as const

/** Makes a token and shows it once: it is stored only as a hash, so nobody can show it again. */
export function NewToken({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const mayAdmin = useMe().role !== 'member'
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>(['read'])
  const [life, setLife] = useState<(typeof LIFES)[number]>('90')
  const create = useMutation(trpc.token.create.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(trpc.token.list.queryFilter()), onError: (error) => failed(t('tokens.making'), error) }))
  const made = create.data ?? null
  const change = (next: boolean) => {
    if (!next) {
      create.reset()
      setName('')
    }
    onOpenChange(next)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && scopes.length > 0) create.mutate({ name: name.trim(), scopes: [...scopes], ...(life === 'ever' ? {} : { expiresInDays: Number(life) }) })
  }
  if (made !== null) {
    return (
      <Dialog open={open} onOpenChange={change} title={t('tokens.madeTitle', { name: made.name })} footer={<Button size="l" look="primary" onClick={() => change(false)}>{t('tokens.copiedIt')}</Button>}>
        <Notice icon={Eye} tone="warning" className="mt-2">
          {t('tokens.once')}
        </Notice>
        <p className="mt-3 rounded-node border border-line bg-surface px-3 py-2">
          <CopyText text={made.token} className="flex" />
        </p>
      </Dialog>
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={t('tokens.new')}
      description={t('tokens.newHelp')}
      footer={<FormButtons form="new-token" label={t('tokens.make')} busy={create.isPending} disabled={name.trim() === '' || scopes.length === 0} onCancel={() => change(false)} />}
    >
      <form id="new-token" onSubmit={submit} className="mt-3 flex flex-col gap-4">
        <Field label={t('tokens.name')} help={t('tokens.nameHelp')}>
          {(control) => <Input {...control} size="l" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium">{t('tokens.may')}</legend>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              label={t(`tokens.scope.${scope}`)}
              help={t(`tokens.scopeHelp.${scope}`)}
              checked={scopes.includes(scope)}
              disabled={scope === 'admin' && !mayAdmin}
              onChange={(checked) => setScopes(checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))}
            />
          ))}
        </fieldset>
        <Field label={t('tokens.life')}>
          {(control) => <Select {...control} size="l" value={life} onChange={setLife} options={LIFES.map((value) => ({ value, label: t(`tokens.lifes.${value}`) }))} className="w-48" />}
        </Field>
      </form>
    </Dialog>
  )
}
