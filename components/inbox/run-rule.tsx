'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { Info, Play, Workflow } from 'lucide-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { nodeType } from '../../rules/nodes/index'
import { useTRPC, type Outputs } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useCommand } from '../keyboard/use-command'
import { useMe } from '../shell/me'
import { ConfirmDialog } from '../ui/dialog'
import { showToast } from '../ui/toast-store'
import { ChoicePopover } from './choice-popover'
import type { Target } from './target'

type Rule = Outputs['rule']['list'][number]

/** As many mails as the API takes at once. */
const AT_ONCE = 500

/** Runs a rule by hand on the threads that were chosen. Only for whoever has the right; threads of several accounts have no rule in common. */
export function RunRule({ targets, hidden = false }: { targets: readonly Target[]; hidden?: boolean }) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const router = useRouter()
  const failed = useFailed()
  const { mayRunRules } = useMe()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<Rule | null>(null)
  useCommand('mail.run', () => setOpen(true), { enabled: mayRunRules && targets.length > 0 })
  const accountIds = new Set(targets.map(({ accountId }) => accountId))
  const rules = useQuery(trpc.rule.list.queryOptions(undefined, { enabled: mayRunRules && open })).data ?? []
  const run = useMutation(
    trpc.rule.runOn.mutationOptions({
      onError: (error) => failed(t('run.action'), error),
      onSuccess: ({ messages, mode }) => showToast({ text: t(mode === 'live' ? 'run.begun' : 'run.begunDry', { rule: chosen?.name ?? '', count: messages }), action: { label: t('run.see'), onSelect: () => router.push('/executions') } }),
      onSettled: () => setChosen(null),
    }),
  )
  if (!mayRunRules) return null
  const fitting = accountIds.size === 1 ? rules.filter((rule) => accountIds.has(rule.accountId) && isAboutMail(rule)) : []
  const count = Math.min(targets.length, AT_ONCE)
  return (
    <>
      <ChoicePopover
        icon={Play}
        label={t('run.any')}
        disabled={targets.length === 0}
        hidden={hidden}
        open={open}
        onOpenChange={setOpen}
        searchLabel={t('run.search')}
        emptyText={t(accountIds.size > 1 ? 'run.several' : 'run.none')}
        options={fitting.map(({ id, name }) => ({ value: id, label: name, icon: Workflow }))}
        onChoose={(id) => setChosen(fitting.find((rule) => rule.id === id) ?? null)}
      />
      <ConfirmDialog
        open={chosen !== null}
        onOpenChange={(next) => (next ? undefined : setChosen(null))}
        title={t('run.title', { rule: chosen?.name ?? '', count })}
        consequences={[
          { icon: Play, text: t('run.decides') },
          { icon: Info, text: t(chosen?.accountMode === 'live' ? 'run.again' : 'run.dry') },
        ]}
        confirmLabel={t('run.confirm')}
        busy={run.isPending}
        onConfirm={() => chosen !== null && run.mutate({ id: chosen.id, messageIds: targets.slice(0, AT_ONCE).map(({ newestId }) => newestId), requestId: crypto.randomUUID() })}
      />
    </>
  )
}

/** Published, and set off by something that has a mail. */
function isAboutMail({ liveVersion, graph }: Rule): boolean {
  const type = graph?.nodes.map(({ type: name }) => nodeType(name)).find((found) => found?.role === 'trigger')
  return liveVersion !== null && type?.role === 'trigger' && type.subject !== 'none'
}
