'use client'
import { useRef, useState, type FormEvent } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { fixed } from '../connection/fixes'
import { focusField, ServerFields } from '../connection/server-fields'
import { emptyServer, missingField, serverOf, type ServerField, type ServerValues } from '../connection/server-values'
import { StageFailure } from '../connection/stage-failure'
import { StagedTest } from '../connection/staged-test'
import { useStagedTest } from '../connection/use-staged-test'
import { codeOf } from '../data/failure'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { showToast } from '../ui/toast-store'
import type { OutgoingServer } from './outgoing-server'

/** Name, place and order of a server; what is typed can be tested before it is saved. */
export function ServerForm({ id, server, onBusy, onSaved }: { id: string; server: OutgoingServer | null; onBusy: (busy: boolean) => void; onSaved: () => void }) {
  const t = useTranslations('servers')
  const accounts = useTranslations('accounts')
  const words = useTranslations('connection')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const form = useRef<HTMLDivElement>(null)
  const [name, setName] = useState(server?.name ?? '')
  const [priority, setPriority] = useState(String(server?.priority ?? 10))
  const [values, setValues] = useState<ServerValues>(server === null ? emptyServer('smtp') : { ...server.server, port: String(server.server.port), password: '' })
  const [problem, setProblem] = useState<{ field: ServerField | 'name'; text: string } | null>(null)
  const create = useMutation(trpc.outgoingServer.create.mutationOptions())
  const update = useMutation(trpc.outgoingServer.update.mutationOptions())
  const run = useMutation(trpc.outgoingServer.test.mutationOptions())
  const isChanged = server === null || JSON.stringify(serverOf(values)) !== JSON.stringify(serverOf({ ...server.server, port: String(server.server.port), password: '' }))
  const keepsPassword = server !== null && server.hasPassword && values.password === ''
  const testing = useStagedTest<ServerValues>(words('connectionTest'), (tried) =>
    run.mutateAsync(server !== null && !isChanged && tried.password === '' ? { id: server.id } : { server: serverOf(tried), password: tried.password === '' ? null : tried.password }),
  )
  const check = (): boolean => {
    const moved = server !== null && values.host.trim().toLowerCase() !== server.server.host
    const missing = missingField(values, { login: false, password: values.user.trim() !== '' && (server === null || !server.hasPassword || moved) })
    const found = name.trim() === '' ? { field: 'name' as const, text: t('nameMissing') } : missing === null ? null : { field: missing, text: accounts(missing === 'password' && moved ? 'edit.passwordAgain' : `edit.missing.${missing}`) }
    setProblem(found)
    if (found !== null && found.field !== 'name') focusField(form.current, found.field)
    return found === null
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!check()) return
    const fields = { name: name.trim(), server: serverOf(values), priority: Number(priority) }
    onBusy(true)
    try {
      if (server === null) await create.mutateAsync({ ...fields, password: values.password === '' ? null : values.password })
      else await update.mutateAsync({ id: server.id, ...fields, ...(keepsPassword && values.user.trim() !== '' ? {} : { password: values.password === '' ? null : values.password }) })
      await queryClient.invalidateQueries(trpc.outgoingServer.list.queryFilter())
      showToast({ text: t('saved', { name: fields.name }), tone: 'success' })
      onSaved()
    } catch (error) {
      if (codeOf(error) === 'conflict.name') setProblem({ field: 'name', text: accounts('wizard.problem.nameTaken') })
      else failed(t('saving'), error)
    } finally {
      onBusy(false)
    }
  }
  return (
    <form id={id} onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4 p-4">
      <Field label={t('name')} help={t('nameHelp')} error={problem?.field === 'name' ? problem.text : undefined}>
        {(control) => <Input {...control} size="l" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <ServerFields protocol="smtp" values={values} onChange={setValues} problem={problem === null || problem.field === 'name' ? null : { field: problem.field, text: problem.text }} stored={server?.hasPassword ?? false} loginOptional formRef={form} />
      <Field label={t('priority')} help={t('priorityHelp')}>
        {(control) => <Input {...control} size="l" inputMode="numeric" value={priority} onChange={(event) => setPriority(event.target.value.replace(/\D/g, '').slice(0, 4) || '0')} className="w-24" />}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={testing.report ? RotateCw : Play} busy={testing.running} disabled={keepsPassword && isChanged} onClick={() => void testing.test(values)}>
          {testing.report ? words('testAgain') : words('test')}
        </Button>
        {keepsPassword && isChanged && <span className="min-w-0 flex-1 text-12 text-ink-3">{accounts('edit.testNeedsPassword')}</span>}
      </div>
      {(testing.running || testing.report) && (
        <StagedTest
          protocol="smtp"
          server={testing.tested ?? values}
          report={testing.report}
          running={testing.running}
          renderFailure={(stage) => (
            <StageFailure
              stage={stage}
              server={testing.tested ?? values}
              protocol="smtp"
              address={values.user}
              onFix={(fix) => {
                if (fix.kind === 'focus') return focusField(form.current, fix.field)
                setValues(fixed(values, fix))
                void testing.test(fixed(values, fix))
              }}
            />
          )}
        />
      )}
    </form>
  )
}
