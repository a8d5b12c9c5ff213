'use client'
import { useState, type FormEvent } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { FormButtons } from '../../ui/form-buttons'
import { Input } from '../../ui/input'
import { Textarea } from '../../ui/textarea'
import type { WordList } from './word-list'

/** Makes a list, or changes one: its name, and its entries one to a line. */
export function ListForm({ list, onClose }: { list: WordList | null; onClose: () => void }) {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [name, setName] = useState(list?.name ?? '')
  const [text, setText] = useState((list?.entries ?? []).join('\n'))
  const settled = { onSuccess: onClose, onSettled: () => queryClient.invalidateQueries(trpc.wordList.list.queryFilter()), onError: (error: unknown) => failed(t('lists.saving'), error) }
  const create = useMutation(trpc.wordList.create.mutationOptions(settled))
  const update = useMutation(trpc.wordList.update.mutationOptions(settled))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const fields = { name: name.trim(), entries: text.split('\n') }
    if (fields.name === '') return
    if (list === null) create.mutate(fields)
    else update.mutate({ id: list.id, ...fields })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={list === null ? t('lists.new') : list.name}
      description={t('lists.help')}
      footer={<FormButtons form="word-list" label={t('lists.save')} busy={create.isPending || update.isPending} disabled={name.trim() === ''} onCancel={onClose} />}
    >
      <form id="word-list" onSubmit={submit} className="mt-3 flex flex-col gap-4">
        <Field label={t('lists.name')}>{(control) => <Input {...control} size="l" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label={t('lists.entries')} help={t('lists.entriesHelp')}>
          {(control) => <Textarea {...control} rows={12} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  )
}
