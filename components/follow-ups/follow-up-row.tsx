'use client'
import Link from 'next/link'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC, type Outputs } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { Checkbox } from '../ui/checkbox'
import { cn } from '../ui/class-names'

type FollowUp = Outputs['followUp']['list'][number]

/** One next step: what, when, for whom, and the record or mail it is about. Ticking it off takes it from the list. */
export function FollowUpRow({ followUp, showPerson }: { followUp: FollowUp; showPerson: boolean }) {
  const t = useTranslations('followUps')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const formats = useFormats()
  const now = useNow()
  const { id, text, dueAt, doneAt, userName, recordId, recordType, recordNumber, recordTitle, threadId, subject } = followUp
  const settle = useMutation(trpc.followUp.done.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(trpc.followUp.list.queryFilter()), onError: (error) => failed(t('settling'), error) }))
  const isLate = doneAt === null && dueAt < now
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-2.5">
      <Checkbox bare className="mt-0.5" label={t('done', { what: text })} checked={doneAt !== null} onChange={() => settle.mutate({ id, done: doneAt === null })} />
      <div className="min-w-0 flex-1">
        <p className={cn('[overflow-wrap:anywhere]', doneAt !== null && 'text-ink-3 line-through')}>{text}</p>
        <p className="flex flex-wrap gap-x-2 text-12 text-ink-3">
          <span className={cn(isLate && 'font-medium text-danger-ink')}>{t(isLate ? 'late' : 'due', { time: formats.full(dueAt) })}</span>
          {showPerson && <span>{userName}</span>}
          {recordId !== null && recordType !== null ? (
            <Link href={`/records/${recordId}`} className="hover:underline">
              {t(`record.${recordType}`, { number: recordNumber ?? 0, title: recordTitle ?? '' })}
            </Link>
          ) : threadId !== null ? (
            <Link href={`/inbox?scope=all&thread=${threadId}`} className="hover:underline">
              {subject === '' ? t('mail') : subject}
            </Link>
          ) : null}
        </p>
      </div>
    </li>
  )
}
