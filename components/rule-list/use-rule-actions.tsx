'use client'
import { useState, type ReactNode } from 'react'
import { useRouter } from 'next/navigation'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Archive, CircleStop, FileClock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { changeNow } from '../data/optimistic'
import { useDid } from '../data/use-did'
import { useFailed } from '../data/use-failed'
import { useTRPC, useTRPCClient, type Outputs } from '../data/trpc'
import type { AppliedRule } from '../rule-backlog/applied-rule'
import { BacklogSheet } from '../rule-backlog/backlog-sheet'
import { CopyRule, type CopiedRule } from '../rule-exchange/copy-rule'
import { ExportRules, type Exportable } from '../rule-exchange/export-rules'
import { ShadowSheet, type ShadowedRule } from '../rule-shadow/shadow-sheet'
import { Checkbox } from '../ui/checkbox'
import { ConfirmDialog } from '../ui/dialog'
import { PauseDialog, type PauseMode } from './pause-dialog'
import { RenameDialog } from './rename-dialog'
import { ResumeDialog, type Resumption } from './resume-dialog'

export type RuleItem = Outputs['rule']['list'][number]
type Named = Pick<RuleItem, 'id' | 'name'>

export interface RuleActions {
  readonly setPaused: (rule: Named, paused: boolean) => void
  readonly duplicate: (rule: Named) => void
  /** `toIndex` among the rules of its account; `before`: where it stood. */
  readonly move: (rule: Named, toIndex: number, before: number) => void
  readonly askToRename: (rule: Named) => void
  readonly askToRemove: (rule: Named & Pick<RuleItem, 'liveVersion'>) => void
  /** One rule, or several of which one chooses. */
  readonly askToExport: (rules: readonly Exportable[]) => void
  readonly askToCopy: (rule: CopiedRule) => void
  readonly askToApply: (rule: AppliedRule) => void
  readonly showShadow: (rule: ShadowedRule) => void
  readonly dialogs: ReactNode
}

/** What can be done with a rule as a whole, the same in the list and in the editor. */
export function useRuleActions(): RuleActions {
  const t = useTranslations('rules')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const router = useRouter()
  const did = useDid()
  const failed = useFailed()
  const [pausing, setPausing] = useState<Named | null>(null)
  const [resuming, setResuming] = useState<Named | null>(null)
  const [renaming, setRenaming] = useState<Named | null>(null)
  const [removing, setRemoving] = useState<(Named & Pick<RuleItem, 'liveVersion'>) | null>(null)
  const [stopRunning, setStopRunning] = useState(false)
  const [exporting, setExporting] = useState<readonly Exportable[] | null>(null)
  const [copying, setCopying] = useState<CopiedRule | null>(null)
  const [applying, setApplying] = useState<AppliedRule | null>(null)
  const [shadowed, setShadowed] = useState<ShadowedRule | null>(null)
  const lists = { queryKey: trpc.rule.list.queryKey() }
  const refresh = () => queries.invalidateQueries({ queryKey: [['rule']] })

  const pause = async ({ id }: Named, paused: boolean, { mode = 'skip', catchUp = false, held = null }: Partial<Resumption> & { readonly mode?: PauseMode } = {}) => {
    const back = await changeNow<readonly RuleItem[]>(queries, lists, (old) => old.map((rule) => (rule.id === id ? { ...rule, state: paused ? ('paused' as const) : ('active' as const) } : rule)))
    try {
      if (paused) await client.rule.pause.mutate({ id, mode })
      else if (held === null) await client.rule.resume.mutate({ id, catchUp })
      else await client.rule.release.mutate({ id, held, catchUp })
      await refresh()
    } catch (error) {
      back()
      throw error
    }
  }
  const reorder = async ({ id }: Named, toIndex: number) => {
    await client.rule.move.mutate({ id, toIndex })
    await refresh()
  }
  const attempt = (what: string, work: () => Promise<unknown>, after: () => void) => {
    work().then(after, (error: unknown) => failed(what, error))
  }
  const remove = useMutation(trpc.rule.remove.mutationOptions({
    onSuccess: async () => {
      setRemoving(null)
      router.push('/rules')
      await refresh()
    },
    onError: (error) => failed(t('delete'), error),
  }))

  return {
    setPaused: (rule, paused) => (paused ? setPausing(rule) : setResuming(rule)),
    duplicate: (rule) => attempt(t('duplicate'), () => client.rule.duplicate.mutate({ id: rule.id }), () => void refresh()),
    move: (rule, toIndex, before) =>
      attempt(t('moveRule'), () => reorder(rule, toIndex), () => did({ scope: 'rules', what: t('didMove', { name: rule.name, place: toIndex + 1 }), undo: () => reorder(rule, before), redo: () => reorder(rule, toIndex) })),
    askToRename: setRenaming,
    askToExport: setExporting,
    askToCopy: setCopying,
    askToApply: setApplying,
    showShadow: setShadowed,
    askToRemove: (rule) => {
      setStopRunning(false)
      setRemoving(rule)
    },
    dialogs: (
      <>
        <PauseDialog
          rule={pausing}
          onClose={() => setPausing(null)}
          onConfirm={(mode) => {
            const rule = pausing
            setPausing(null)
            if (rule === null) return
            const again = () => pause(rule, true, { mode })
            attempt(t('pause'), again, () => did({ scope: 'rules', what: t('didPause', { name: rule.name }), undo: () => pause(rule, false, { catchUp: mode === 'catch up' }), redo: again }))
          }}
        />
        <ResumeDialog
          key={resuming?.id ?? ''}
          rule={resuming}
          onClose={() => setResuming(null)}
          onConfirm={(resumption) => {
            const rule = resuming
            setResuming(null)
            if (rule === null) return
            attempt(t('resume'), () => pause(rule, false, resumption), () => did({ scope: 'rules', what: t('didResume', { name: rule.name }), undo: () => pause(rule, true), redo: () => pause(rule, false) }))
          }}
        />
        <ExportRules rules={exporting} onClose={() => setExporting(null)} />
        <BacklogSheet rule={applying} onClose={() => setApplying(null)} />
        <ShadowSheet rule={shadowed} onClose={() => setShadowed(null)} />
        <CopyRule rule={copying} onClose={() => setCopying(null)} />
        <RenameDialog rule={renaming} onClose={() => setRenaming(null)} />
        <ConfirmDialog
          open={removing !== null}
          onOpenChange={() => setRemoving(null)}
          title={t('deleteTitle', { name: removing?.name ?? '' })}
          description={
            removing?.liveVersion !== null && <Checkbox className="mt-1" label={t('stopRunning')} help={t('stopRunningHelp')} checked={stopRunning} onChange={setStopRunning} />
          }
          consequences={[
            { icon: CircleStop, text: t(removing?.liveVersion === null ? 'deleteDraftMeans' : 'deleteMeans') },
            { icon: FileClock, text: t(stopRunning ? 'deleteStops' : 'deleteRunning') },
            { icon: Archive, text: t('deleteKeeps') },
          ]}
          confirmLabel={t('delete')}
          onConfirm={() => removing !== null && remove.mutate({ id: removing.id, cancelRunning: stopRunning })}
          busy={remove.isPending}
        />
      </>
    ),
  }
}
