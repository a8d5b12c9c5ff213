'use client'
import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { codeOf } from '../data/failure'
import { changeNow } from '../data/optimistic'
import { useTRPC, useTRPCClient, type Outputs } from '../data/trpc'
import { useDid } from '../data/use-did'
import { useFailed } from '../data/use-failed'
import { showToast } from '../ui/toast-store'
import type { RecordRow, Stage } from './record-url'
import { useStageName } from './stages'

type Changed = Pick<RecordRow, 'id' | 'revision'>
type Patch = Partial<Pick<RecordRow, 'stage' | 'title' | 'assignee'>>

/** Stage, title and assignee: shown at once, sent one after the other, and taken back with z. */
export function useRecordChanges(record: RecordRow) {
  const t = useTranslations('records')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const did = useDid()
  const failed = useFailed()
  const stageName = useStageName()
  const show = async (patch: Patch) => {
    const { id } = record
    const changed = <T extends Changed>(row: T): T => (row.id === id ? { ...row, ...patch, revision: row.revision + 1 } : row)
    const back = [
      await changeNow<Outputs['record']['get']>(queryClient, trpc.record.get.queryFilter({ id }), changed),
      await changeNow<InfiniteData<Outputs['record']['list']>>(queryClient, trpc.record.list.infiniteQueryFilter(), (old) => ({ ...old, pages: old.pages.map((page) => ({ ...page, rows: page.rows.map(changed) })) })),
    ]
    return () => back.forEach((putBack) => putBack())
  }
  const onError = (error: unknown, putBack: (() => void) | undefined) => {
    putBack?.()
    if (codeOf(error) === 'conflict.record open') showToast({ text: t('otherOpen'), tone: 'danger' })
    else failed(t('changing'), error)
  }
  const options = { scope: { id: `record ${record.id}` }, onSettled: () => queryClient.invalidateQueries({ queryKey: [['record']] }) }
  const stage = useMutation(trpc.record.setStage.mutationOptions({ ...options, onMutate: ({ stage: next }) => show({ stage: next }), onError: (error, _input, putBack) => onError(error, putBack) }))
  const title = useMutation(trpc.record.rename.mutationOptions({ ...options, onMutate: ({ title: next }) => show({ title: next }), onError: (error, _input, putBack) => onError(error, putBack) }))
  const assign = useMutation(trpc.record.assign.mutationOptions({ ...options, onError: (error) => onError(error, undefined) }))
  /** The revision as it is when the undo happens, not as it was. */
  const seen = async () => ({ id: record.id, revision: (await client.record.get.query({ id: record.id })).revision })
  const whole = { id: record.id, revision: record.revision }
  return {
    isSaving: stage.isPending || title.isPending || assign.isPending,
    setStage(next: Stage) {
      if (next === record.stage) return
      const before = record.stage
      stage.mutate({ ...whole, stage: next })
      did({ scope: 'records', what: t('did.stage', { number: record.number, stage: stageName(record.type, next) }), undo: async () => client.record.setStage.mutate({ ...(await seen()), stage: before }) })
    },
    rename(next: string) {
      const before = record.title
      if (next === before) return
      title.mutate({ ...whole, title: next })
      did({ scope: 'records', what: t('did.title', { number: record.number }), undo: async () => client.record.rename.mutate({ ...(await seen()), title: before }) })
    },
    assign(assigneeId: string | null, name: string | null) {
      const before = record.assignee?.id ?? null
      if (assigneeId === before) return
      assign.mutate({ ...whole, assigneeId })
      did({
        scope: 'records',
        what: name === null ? t('did.unassigned', { number: record.number }) : t('did.assigned', { number: record.number, name }),
        undo: async () => client.record.assign.mutate({ ...(await seen()), assigneeId: before }),
      })
    },
  }
}
