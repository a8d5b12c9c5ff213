'use client'
import { useState } from 'react'
import Link from 'next/link'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { codeOf } from '../data/failure'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useNow } from '../language/now'
import { Time } from '../language/time'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { Field } from '../ui/field'
import { Textarea } from '../ui/textarea'
import { showToast } from '../ui/toast-store'
import type { Approval } from './approval'
import { Asked } from './asked'

/** One question with what it is about, and the two answers. */
export function ApprovalCard({ approval, current }: { approval: Approval; current: boolean }) {
  const t = useTranslations('approvals')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const now = useNow()
  const [note, setNote] = useState('')
  const decide = useMutation(
    trpc.approval.decide.mutationOptions({
      onSuccess: ({ port }, { verdict }) => showToast({ text: t(port === null ? 'counted' : `done.${verdict}`), tone: 'success' }),
      onError: (error) => (codeOf(error).startsWith('conflict.') ? showToast({ text: t(codeOf(error) === 'conflict.answered' ? 'problem.answered' : 'problem.over') }) : failed(t('deciding'), error)),
      onSettled: () => queryClient.invalidateQueries(trpc.approval.list.queryFilter()),
    }),
  )
  const isOpen = approval.verdict === null && approval.outcome === null && approval.dueAt > now
  const give = (verdict: 'approved' | 'rejected') => decide.mutate({ id: approval.id, verdict, note: note.trim() })
  return (
    <li className={cn('rounded-node border', current ? 'border-accent-line' : 'border-line')}>
      <div className="flex flex-col gap-3 p-4">
        <Asked approval={approval} titleAs="h2" />
        <p className="flex flex-wrap gap-x-3 text-12 text-ink-3">
          <Link href={`/executions/${approval.executionId}`} className="text-accent-ink hover:underline">
            {t('toRun')}
          </Link>
          {approval.message !== null && (
            <Link href={`/inbox?thread=${approval.message.threadId}`} className="text-accent-ink hover:underline">
              {t('toMail')}
            </Link>
          )}
          {isOpen && (
            <span>
              {t.rich('until', { time: () => <Time at={approval.dueAt} as="full" /> })}
            </span>
          )}
        </p>
        {isOpen && (
          <>
            <Field label={t('note')} optional={t('optional')}>
              {(control) => <Textarea {...control} maxLength={1_000} value={note} onChange={(event) => setNote(event.target.value)} className="min-h-9" />}
            </Field>
            <div className="flex flex-wrap gap-2">
              <Button size="l" look="primary" icon={Check} busy={decide.isPending} onClick={() => give('approved')}>
                {t('approve')}
              </Button>
              <Button size="l" icon={X} disabled={decide.isPending} onClick={() => give('rejected')}>
                {t('reject')}
              </Button>
            </div>
          </>
        )}
      </div>
    </li>
  )
}
