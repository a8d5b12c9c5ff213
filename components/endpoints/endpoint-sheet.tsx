'use client'
import { useState, type FormEvent } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { codeOf } from '../data/failure'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Field } from '../ui/field'
import { FormButtons } from '../ui/form-buttons'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import { Sheet } from '../ui/sheet'
import { showToast } from '../ui/toast-store'
import type { Endpoint } from './endpoint'

const STYLES = ['slack', 'teams', 'discord', 'matrix', 'http'] as const
/** Only these have a secret beside their address. */
const WITH_SECRET: readonly Endpoint['style'][] = ['matrix', 'http']
const FORM = 'endpoint-form'

/** Adding or changing a web address. Null: a new one. What is left empty stays as it is. */
export function EndpointSheet({ endpoint, open, onOpenChange }: { endpoint: Endpoint | null; open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('endpoints')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [name, setName] = useState(endpoint?.name ?? '')
  const [style, setStyle] = useState<Endpoint['style']>(endpoint?.style ?? 'slack')
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState('')
  const [problem, setProblem] = useState<{ readonly field: 'name' | 'url' | 'secret'; readonly text: string } | null>(null)
  const create = useMutation(trpc.endpoint.create.mutationOptions())
  const update = useMutation(trpc.endpoint.update.mutationOptions())
  const errorOf = (field: 'name' | 'url' | 'secret') => (problem?.field === field ? problem.text : undefined)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const missing = name.trim() === '' ? ('name' as const) : url.trim() === '' && endpoint === null ? ('url' as const) : null
    setProblem(missing === null ? null : { field: missing, text: t(`missing.${missing}`) })
    if (missing !== null) return
    const given = { name: name.trim(), style, ...(secret === '' ? {} : { secret }) }
    try {
      if (endpoint === null) await create.mutateAsync({ ...given, url: url.trim() })
      else await update.mutateAsync({ id: endpoint.id, ...given, ...(url.trim() === '' ? {} : { url: url.trim() }) })
      await queryClient.invalidateQueries(trpc.endpoint.list.queryFilter())
      showToast({ text: t('saved', { name: given.name }), tone: 'success' })
      setUrl('')
      setSecret('')
      onOpenChange(false)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'conflict.name') setProblem({ field: 'name', text: t('nameTaken') })
      else if (code === 'invalid.url') setProblem({ field: 'url', text: t('urlWrong') })
      else if (code === 'invalid.secret') setProblem({ field: 'secret', text: t('secretAgain') })
      else failed(t('saving'), error)
    }
  }
  return (
    <Sheet
      guarded
      open={open}
      onOpenChange={onOpenChange}
      title={endpoint === null ? t('add') : t('editTitle', { name: endpoint.name })}
      className="w-[440px]"
      footer={<FormButtons form={FORM} label={t('save')} busy={create.isPending || update.isPending} onCancel={() => onOpenChange(false)} />}
    >
      <form id={FORM} onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4 p-4">
        <Field label={t('name')} error={errorOf('name')}>
          {(control) => <Input {...control} size="l" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={t('kind')}>{(control) => <Select {...control} size="l" value={style} options={STYLES.map((value) => ({ value, label: t(`style.${value}`) }))} onChange={setStyle} />}</Field>
        <Field label={t('url')} help={endpoint === null ? t(`urlHelp.${style}`) : t('urlKept', { host: endpoint.host })} error={errorOf('url')}>
          {(control) => <Input {...control} size="l" type="url" autoComplete="off" value={url} onChange={(event) => setUrl(event.target.value)} />}
        </Field>
        {WITH_SECRET.includes(style) && (
          <Field label={t(style === 'matrix' ? 'token' : 'secret')} help={endpoint?.hasSecret ? t('secretKept') : t(style === 'matrix' ? 'tokenHelp' : 'secretHelp')} error={errorOf('secret')}>
            {(control) => <Input {...control} size="l" type="password" autoComplete="new-password" value={secret} onChange={(event) => setSecret(event.target.value)} />}
          </Field>
        )}
      </form>
    </Sheet>
  )
}
