'use client'
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'

/** Another name for a rule. */
export function RenameDialog({ rule, onClose }: { rule: { readonly id: string; readonly name: string } | null; onClose: () => void }) {
  const t = useTranslations('rules')
  const ui = useTranslations('ui')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const failed = useFailed()
  const [written, setWritten] = useState<string | null>(null)
  const name = written ?? rule?.name ?? ''
  const close = () => {
    setWritten(null)
    onClose()
  }
  const rename = useMutation(trpc.rule.rename.mutationOptions({
    onSuccess: async () => {
      close()
      await queries.invalidateQueries({ queryKey: [['rule']] })
    },
    onError: (error) => failed(t('rename'), error),
  }))
  const typed = name.trim()
  const save = () => rule !== null && typed !== '' && rename.mutate({ id: rule.id, name: typed })
  return (
    <Dialog
      open={rule !== null}
      onOpenChange={close}
      title={t('renameTitle', { name: rule?.name ?? '' })}
      footer={
        <>
          <Button size="l" onClick={close}>{ui('cancel')}</Button>
          <Button size="l" look="primary" disabled={typed === ''} busy={rename.isPending} onClick={save}>{t('rename')}</Button>
        </>
      }
    >
      <Field label={t('name')} help={t('nameHelp')} className="mt-2">
        {(control) => <Input {...control} size="l" value={name} maxLength={120} onChange={(event) => setWritten(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && save()} />}
      </Field>
    </Dialog>
  )
}
