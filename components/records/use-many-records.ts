'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../data/trpc'
import { useDid } from '../data/use-did'
import { showToast } from '../ui/toast-store'
import type { RecordRow, Stage } from './record-url'
import { useStageName } from './stages'

type Seen = Pick<RecordRow, 'id' | 'revision'>
type Change = (seen: Seen) => Promise<unknown>

/** One change to several records. Those that refuse it stay as they are and are counted; one undo takes back the others. */
export function useManyRecords() {
  const t = useTranslations('records')
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const did = useDid()
  const stageName = useStageName()
  const fresh = () => queryClient.invalidateQueries({ queryKey: [['record']] })
  const changeAll = async (records: readonly RecordRow[], to: Change, back: (record: RecordRow) => Change, what: (count: number) => string) => {
    const answers = await Promise.allSettled(records.map(({ id, revision }) => to({ id, revision })))
    const changed = records.filter((_, index) => answers[index]?.status === 'fulfilled')
    await fresh()
    if (changed.length < records.length) showToast({ text: t('bulk.stayed', { count: records.length - changed.length, all: records.length }), tone: 'danger' })
    if (changed.length === 0) return
    did({
      scope: 'records',
      what: what(changed.length),
      undo: async () => {
        await Promise.all(changed.map(async (record) => back(record)({ id: record.id, revision: (await client.record.get.query({ id: record.id })).revision })))
        await fresh()
      },
    })
  }
  return {
    setStage: (records: readonly RecordRow[], stage: Stage) =>
      changeAll(
        records.filter((record) => record.stage !== stage),
        (seen) => client.record.setStage.mutate({ ...seen, stage }),
        (record) => (seen) => client.record.setStage.mutate({ ...seen, stage: record.stage }),
        (count) => t('did.manyStage', { count, stage: stageName(null, stage) }),
      ),
    assign: (records: readonly RecordRow[], person: { readonly id: string; readonly name: string } | null) =>
      changeAll(
        records.filter(({ assignee }) => (assignee?.id ?? null) !== (person?.id ?? null)),
        (seen) => client.record.assign.mutate({ ...seen, assigneeId: person?.id ?? null }),
        (record) => (seen) => client.record.assign.mutate({ ...seen, assigneeId: record.assignee?.id ?? null }),
        (count) => t('did.manyAssigned', { count, known: person === null ? 'no' : 'yes', name: person?.name ?? '' }),
      ),
  }
}
