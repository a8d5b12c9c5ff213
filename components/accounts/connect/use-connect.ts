'use client'
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { missingField, serverOf, type ServerField, type ServerValues } from '../../connection/server-values'
import { useStagedTest, type StagedTesting } from '../../connection/use-staged-test'
import { codeOf } from '../../data/failure'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import type { Account } from '../account-health'
import { connectDraft, stepAfter, withGuesses, withSameLogin, type ConnectDraft } from './draft'

export type WizardField = ServerField | 'address' | 'outgoingName'
export interface WizardProblem {
  readonly field: WizardField
  readonly text: string
}

export interface Connecting {
  readonly incoming: StagedTesting<ServerValues>
  readonly outgoing: StagedTesting<ServerValues>
  readonly problem: WizardProblem | null
  readonly busy: boolean
  /** What the main button does now. */
  readonly action: 'next' | 'test' | 'connect'
  /** The test failed, and a person may still insist. */
  readonly mayGoOnUntested: boolean
  advance(): Promise<void>
  goOnUntested(): Promise<void>
}

/** What each step's main button does: check, test, go on, and at the end make the account. */
export function useConnect(draft: ConnectDraft, accounts: readonly Account[]): Connecting {
  const t = useTranslations('accounts')
  const words = useTranslations('connection')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [problem, setProblem] = useState<WizardProblem | null>(null)
  const testImap = useMutation(trpc.account.test.mutationOptions())
  const testSmtp = useMutation(trpc.outgoingServer.test.mutationOptions())
  const createAccount = useMutation(trpc.account.create.mutationOptions())
  const createServer = useMutation(trpc.outgoingServer.create.mutationOptions())
  const incoming = useStagedTest<ServerValues>(words('connectionTest'), (server) => testImap.mutateAsync({ imap: serverOf(server), password: server.password }))
  const outgoing = useStagedTest<ServerValues>(words('connectionTest'), (server) => testSmtp.mutateAsync({ server: serverOf(server), password: server.password === '' ? null : server.password }))

  const tested = draft.step === 'incoming' ? { testing: incoming, server: draft.incoming } : draft.step === 'outgoing' && draft.outgoing.choice === 'new' ? { testing: outgoing, server: draft.outgoing.server } : null
  const current = tested !== null && tested.testing.tested === tested.server ? tested.testing.report : null
  const passed = tested === null || (current?.passed ?? false)

  const whatIsMissing = (): WizardProblem | null => {
    if (draft.step === 'mailbox') {
      if (!/^\S+@\S+\.\S+$/.test(draft.address.trim())) return { field: 'address', text: t('wizard.problem.address') }
      const twin = accounts.some(({ address }) => address === draft.address.trim().toLowerCase())
      return twin ? { field: 'address', text: t('wizard.problem.taken') } : null
    }
    if (tested === null) return null
    const isImap = draft.step === 'incoming'
    if (!isImap && draft.outgoing.name.trim() === '') return { field: 'outgoingName', text: t('wizard.problem.name') }
    const field = missingField(tested.server, { login: isImap, password: isImap || tested.server.user.trim() !== '' })
    return field === null ? null : { field, text: t(`edit.missing.${field}`) }
  }

  const connect = async () => {
    try {
      const serverId = await outgoingServerId()
      const common = { name: draft.name.trim(), address: draft.address.trim(), outgoingServerId: serverId }
      const made = await createAccount.mutateAsync(draft.kind === 'local' ? { kind: 'local', ...common } : { kind: 'imap', ...common, imap: serverOf(draft.incoming), password: draft.incoming.password })
      await queryClient.invalidateQueries(trpc.account.list.queryFilter())
      connectDraft.update((latest) => ({ ...latest, step: 'done', connectedId: made.id }))
    } catch (error) {
      if (codeOf(error) === 'conflict.address') {
        setProblem({ field: 'address', text: t('wizard.problem.taken') })
        connectDraft.update((latest) => ({ ...latest, step: 'mailbox' }))
      } else if (codeOf(error) === 'conflict.name') setProblem({ field: 'outgoingName', text: t('wizard.problem.nameTaken') })
      else failed(t('wizard.what'), error)
    }
  }
  /** A server made here is remembered as an existing one, so that a second try does not make it twice. */
  const outgoingServerId = async (): Promise<string | null> => {
    const { choice, serverId, name, server } = draft.outgoing
    if (choice !== 'new') return choice === 'existing' ? serverId : null
    const made = await createServer.mutateAsync({ name: name.trim(), server: serverOf(server), password: server.password === '' ? null : server.password })
    await queryClient.invalidateQueries(trpc.outgoingServer.list.queryFilter())
    connectDraft.update((latest) => ({ ...latest, outgoing: { ...latest.outgoing, choice: 'existing', serverId: made.id } }))
    return made.id
  }

  const goOn = async () => {
    if (draft.step === 'outgoing') return connect()
    const next = draft.step === 'mailbox' ? withGuesses(draft) : withSameLogin(draft)
    connectDraft.set({ ...next, step: stepAfter(draft) })
  }
  return {
    incoming,
    outgoing,
    problem,
    busy: incoming.running || outgoing.running || createAccount.isPending || createServer.isPending,
    action: !passed ? 'test' : draft.step === 'outgoing' ? 'connect' : 'next',
    mayGoOnUntested: tested !== null && current !== null && !current.passed,
    async advance() {
      const missing = whatIsMissing()
      setProblem(missing)
      if (missing !== null) return
      if (!passed && tested !== null) await tested.testing.test(tested.server)
      else await goOn()
    },
    async goOnUntested() {
      setProblem(null)
      await goOn()
    },
  }
}
