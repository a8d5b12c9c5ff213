'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../data/trpc'
import { useDid } from '../data/use-did'
import { useFailed } from '../data/use-failed'
import { showToast } from '../ui/toast-store'
import type { OutgoingRow } from './outbox-url'

type Named = Pick<OutgoingRow, 'id' | 'subject'>

/** What a person can still do about a mail. The server decides whether it is in time; the answer is shown, never guessed. */
export function useOutgoingActions() {
  const t = useTranslations('outbox')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const did = useDid()
  const failed = useFailed()
  const refresh = () => queryClient.invalidateQueries({ queryKey: [['outbox']] })
  const cancel = useMutation(trpc.outbox.cancel.mutationOptions({ onSettled: refresh, onError: (error) => failed(t('did.cancelWhat'), error, { urgent: true }) }))
  const retry = useMutation(trpc.outbox.retry.mutationOptions({ onSettled: refresh, onError: (error) => failed(t('did.retryWhat'), error, { urgent: true }) }))
  const sendNow = useMutation(trpc.outbox.sendNow.mutationOptions({ onSettled: refresh, onError: (error) => failed(t('did.sendNowWhat'), error, { urgent: true }) }))
  const settle = useMutation(trpc.outbox.settle.mutationOptions({ onSettled: refresh, onError: (error) => failed(t('did.settleWhat'), error) }))
  const group = useMutation(trpc.outbox.retryGroup.mutationOptions({ onSettled: refresh, onError: (error) => failed(t('did.retryWhat'), error, { urgent: true }) }))
  const named = ({ subject }: Named) => subject || t('noSubject')
  return {
    busy: cancel.isPending || retry.isPending || sendNow.isPending || settle.isPending || group.isPending,
    cancel: (mail: Named) => cancel.mutate({ id: mail.id }, { onSuccess: () => showToast({ text: t('did.cancelled', { subject: named(mail) }) }) }),
    /** A mail that failed leaves again; until it does, that can be taken back. */
    retry: (mail: Named) =>
      retry.mutate({ id: mail.id }, { onSuccess: () => did({ scope: 'mail', what: t('did.retried', { subject: named(mail) }), undo: () => client.outbox.cancel.mutate({ id: mail.id }) }) }),
    /** A person's decision that a second copy is worth the risk. */
    retryUncertain: (mail: Named) => retry.mutate({ id: mail.id, risksSecondCopy: true }, { onSuccess: () => showToast({ text: t('did.retried', { subject: named(mail) }) }) }),
    sendNow: (mail: Named) => sendNow.mutate({ id: mail.id }, { onSuccess: () => showToast({ text: t('did.sendsNow', { subject: named(mail) }) }) }),
    settle: (mail: Named, verdict: 'accepted' | 'failed') =>
      settle.mutate({ id: mail.id, verdict }, { onSuccess: () => showToast({ text: t(verdict === 'accepted' ? 'did.settledAccepted' : 'did.settledFailed', { subject: named(mail) }) }) }),
    retryGroup: (errorCode: string, serverId: string | null) =>
      group.mutate({ errorCode, serverId }, { onSuccess: ({ retried, left }) => showToast({ text: left > 0 ? t('did.groupLeft', { count: retried.length, left }) : t('did.group', { count: retried.length }) }) }),
    /** One after the other; says how many of them were too late. */
    async many(mails: readonly Named[], kind: 'retry' | 'cancel') {
      const results = await Promise.allSettled(mails.map(({ id }) => (kind === 'retry' ? client.outbox.retry.mutate({ id }) : client.outbox.cancel.mutate({ id }))))
      const done = results.filter(({ status }) => status === 'fulfilled').length
      await refresh()
      showToast({ text: t(kind === 'retry' ? 'did.manyRetried' : 'did.manyCancelled', { count: done, late: results.length - done }), tone: done < results.length ? 'danger' : 'plain' })
    },
  }
}

const WITHDRAWABLE: ReadonlySet<OutgoingRow['state']> = new Set(['scheduled', 'queued', 'deferred'])

/** Whether it has not begun to leave. */
export function mayCancel({ state }: Pick<OutgoingRow, 'state'>): boolean {
  return WITHDRAWABLE.has(state)
}
