'use client'
import { useRef } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Clock, Plus, Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ServerFields } from '../../connection/server-fields'
import type { ServerValues } from '../../connection/server-values'
import type { StagedTesting } from '../../connection/use-staged-test'
import { useTRPC } from '../../data/trpc'
import { Field } from '../../ui/field'
import { Input } from '../../ui/input'
import { ChoiceCards, type Choice } from '../../ui/choice-cards'
import type { ConnectDraft, OutgoingDraft } from './draft'
import { serverProblem } from './server-problem'
import { TestedServer } from './tested-server'
import type { WizardProblem } from './use-connect'

/** The way out: a server that is there, a new one, or none yet. */
export function StepOutgoing({ draft, onChange, testing, problem }: { draft: ConnectDraft; onChange: (draft: ConnectDraft) => void; testing: StagedTesting<ServerValues>; problem: WizardProblem | null }) {
  const t = useTranslations('accounts')
  const trpc = useTRPC()
  const form = useRef<HTMLDivElement>(null)
  const servers = useQuery(trpc.outgoingServer.list.queryOptions()).data ?? []
  const { outgoing } = draft
  const set = (changes: Partial<OutgoingDraft>) => onChange({ ...draft, outgoing: { ...outgoing, ...changes } })
  const choices: readonly Choice<string>[] = [
    ...servers.map(({ id, name, server, sink }) => ({ value: id, icon: Send, title: name, text: sink ? t('outgoing.sink') : server.host })),
    { value: 'new', icon: Plus, title: t('wizard.newServer'), text: t('wizard.newServerText') },
    ...(servers.length === 0 ? [{ value: 'first', icon: Clock, title: t('wizard.later'), text: t('wizard.laterText') }] : []),
  ]
  const value = outgoing.choice === 'existing' ? (outgoing.serverId ?? '') : outgoing.choice === 'first' ? (servers[0]?.id ?? 'first') : 'new'
  const choose = (next: string) => set(next === 'new' || next === 'first' ? { choice: next } : { choice: 'existing', serverId: next })
  return (
    <>
      <ChoiceCards label={t('outgoing.choose')} value={value} onChange={choose} choices={choices} />
      {outgoing.choice === 'new' && (
        <>
          <Field label={t('wizard.serverName')} help={t('wizard.serverNameHelp')} error={problem?.field === 'outgoingName' ? problem.text : undefined}>
            {(control) => <Input {...control} size="l" maxLength={100} value={outgoing.name} onChange={(event) => set({ name: event.target.value })} />}
          </Field>
          <ServerFields protocol="smtp" values={outgoing.server} onChange={(server) => set({ server })} problem={serverProblem(problem)} loginOptional formRef={form} {...(draft.kind === 'imap' ? { passwordHelp: t('wizard.samePassword') } : {})} />
          <TestedServer protocol="smtp" address={draft.address} server={outgoing.server} onChange={(server) => set({ server })} testing={testing} form={form} />
        </>
      )}
    </>
  )
}
