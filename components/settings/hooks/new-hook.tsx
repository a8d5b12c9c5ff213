'use client'
import { useState, type FormEvent } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { Button } from '../../ui/button'
import { CopyText } from '../../ui/copy-text'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { FormButtons } from '../../ui/form-buttons'
import { Input } from '../../ui/input'
import { Notice } from '../../ui/notice'

/** What is shown once. */
export interface ShownSecret {
  readonly name: string
  readonly address: string
  readonly secret: string
}

/** Asks for a name and makes the hook. */
export function NewHook({ open, onOpenChange, onMade }: { open: boolean; onOpenChange: (open: boolean) => void; onMade: (made: ShownSecret) => void }) {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [name, setName] = useState('')
  const create = useMutation(
    trpc.hook.create.mutationOptions({
      onSuccess(made) {
        setName('')
        onOpenChange(false)
        onMade(made)
        return queryClient.invalidateQueries(trpc.hook.list.queryFilter())
      },
      onError: (error) => failed(t('hooks.making'), error),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') create.mutate({ name: name.trim() })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('hooks.new')}
      description={t('hooks.newHelp')}
      footer={<FormButtons form="new-hook" label={t('hooks.make')} busy={create.isPending} disabled={name.trim() === ''} onCancel={() => onOpenChange(false)} />}
    >
      <form id="new-hook" onSubmit={submit} className="mt-3">
        <Field label={t('hooks.name')} help={t('hooks.nameHelp')}>
          {(control) => <Input {...control} size="l" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  )
}

/** Shows address and secret, once: the secret is sealed where nobody can read it again. */
export function HookSecret({ shown, onClose }: { shown: ShownSecret | null; onClose: () => void }) {
  const t = useTranslations('settings')
  return (
    <Dialog open={shown !== null} onOpenChange={(open) => !open && onClose()} title={t('hooks.madeTitle', { name: shown?.name ?? '' })} footer={<Button size="l" look="primary" onClick={onClose}>{t('hooks.copiedIt')}</Button>}>
      <Notice icon={Eye} tone="warning" className="mt-2">
        {t('hooks.once')}
      </Notice>
      {[shown?.address ?? '', shown?.secret ?? ''].map((text) => (
        <p key={text} className="mt-3 rounded-node border border-line bg-surface px-3 py-2">
          <CopyText text={text} className="flex" />
        </p>
      ))}
    </Dialog>
  )
}
