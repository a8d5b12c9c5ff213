'use client'
import { useRef, useState, type FormEvent } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Play, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { fixed } from '../connection/fixes'
import { focusField, ServerFields } from '../connection/server-fields'
import { missingField, serverOf, type ServerField, type ServerValues } from '../connection/server-values'
import { StageFailure } from '../connection/stage-failure'
import { StagedTest } from '../connection/staged-test'
import { useStagedTest } from '../connection/use-staged-test'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { ChipInput } from '../ui/chip-input'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { showToast } from '../ui/toast-store'
import type { Account } from './account-health'
import { changesOf, type AccountValues } from './account-changes'
import { OutgoingSelect } from './outgoing-select'

/** Name, addresses, server and the way out of one account. What is typed can be tested before it is saved. */
export function AccountForm({ id, account, field, onBusy, onSaved }: { id: string; account: Account; field: ServerField | null; onBusy: (busy: boolean) => void; onSaved: () => void }) {
  const t = useTranslations('accounts')
  const words = useTranslations('connection')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const formRef = useRef<HTMLDivElement>(null)
  const servers = useQuery(trpc.outgoingServer.list.queryOptions()).data ?? []
  const [values, setValues] = useState<AccountValues>(() => valuesOf(account))
  const [problem, setProblem] = useState<{ field: ServerField; text: string } | null>(null)
  const update = useMutation(trpc.account.update.mutationOptions())
  const changePassword = useMutation(trpc.account.changePassword.mutationOptions())
  const runTest = useMutation(trpc.account.test.mutationOptions())
  const testing = useStagedTest<ServerValues>(words('connectionTest'), (server) =>
    runTest.mutateAsync(server.password === '' ? { id: account.id } : { imap: serverOf(server), password: server.password }),
  )
  const { server } = values

  const setServer = (next: ServerValues) => {
    setProblem(null)
    setValues({ ...values, server: next })
  }
  const check = (): boolean => {
    if (server === null) return true
    const moved = account.imap !== null && server.host.trim().toLowerCase() !== account.imap.host
    const missing = missingField(server, { login: true, password: moved })
    setProblem(missing === null ? null : { field: missing, text: t(missing === 'password' && moved ? 'edit.passwordAgain' : `edit.missing.${missing}`) })
    if (missing !== null) focusField(formRef.current, missing)
    return missing === null
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!check()) return
    const changes = changesOf(account, values)
    onBusy(true)
    try {
      if (changes.update !== null) await update.mutateAsync({ id: account.id, ...changes.update })
      if (changes.password !== null) await changePassword.mutateAsync({ id: account.id, password: changes.password })
      await queryClient.invalidateQueries(trpc.account.list.queryFilter())
      if (changes.update !== null || changes.password !== null) showToast({ text: t('edit.saved', { name: values.name }), tone: 'success' })
      onSaved()
    } catch (error) {
      failed(t('edit.what'), error)
    } finally {
      onBusy(false)
    }
  }
  const untestable = server !== null && server.password === '' && changesOf(account, values).update?.imap !== undefined
  return (
    <form id={id} onSubmit={(event) => void save(event)} className="flex flex-col gap-4 p-4" noValidate>
      <Field label={t('edit.name')} help={t('edit.nameHelp')}>
        {(control) => <Input {...control} size="l" required maxLength={100} value={values.name} onChange={(event) => setValues({ ...values, name: event.target.value })} />}
      </Field>
      <Field label={t('edit.identities')} optional={words('optional')} help={t('edit.identitiesHelp')}>
        {(control) => <ChipInput {...control} values={values.identities} onChange={(identities) => setValues({ ...values, identities })} placeholder={t('edit.identitiesPlaceholder')} />}
      </Field>
      {server !== null && (
        <>
          <h3 className="mt-2 font-strong">{t('incoming.title')}</h3>
          <ServerFields protocol="imap" values={server} onChange={setServer} problem={problem} stored={account.hasPassword} first={field} formRef={formRef} />
          <div className="flex flex-wrap items-center gap-2">
            <Button icon={testing.report ? RotateCw : Play} busy={testing.running} disabled={untestable} onClick={() => void testing.test(server)}>
              {testing.report ? words('testAgain') : words('test')}
            </Button>
            {untestable && <span className="min-w-0 flex-1 text-12 text-ink-3">{t('edit.testNeedsPassword')}</span>}
          </div>
          {(testing.running || testing.report) && (
            <StagedTest
              protocol="imap"
              server={testing.tested ?? server}
              report={testing.report}
              running={testing.running}
              renderFailure={(stage) => (
                <StageFailure
                  stage={stage}
                  server={testing.tested ?? server}
                  protocol="imap"
                  address={account.address}
                  onFix={(fix) => {
                    if (fix.kind === 'focus') return focusField(formRef.current, fix.field)
                    setServer(fixed(server, fix))
                    if (fix.kind === 'retry' || server.password !== '') void testing.test(fixed(server, fix))
                    else testing.reset()
                  }}
                />
              )}
            />
          )}
        </>
      )}
      <h3 className="mt-2 font-strong">{t('outgoing.title')}</h3>
      <OutgoingSelect servers={servers} value={values.outgoingServerId} onChange={(outgoingServerId) => setValues({ ...values, outgoingServerId })} />
    </form>
  )
}

function valuesOf({ name, identities, imap, outgoingServerId }: Account): AccountValues {
  return { name, identities, outgoingServerId, server: imap === null ? null : { ...imap, port: String(imap.port), password: '' } }
}
