'use client'
import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Problem } from '../../rules/problem'
import { useTRPC, useTRPCClient } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Field } from '../ui/field'
import { Icon } from '../ui/icon'
import { Notice } from '../ui/notice'
import { Sheet } from '../ui/sheet'
import { Textarea } from '../ui/textarea'
import { showToast } from '../ui/toast-store'
import { useEditor, useGraph } from './editor-context'
import { ProblemRow } from './problem-row'
import { SentenceText } from './sentence-text'
import { WhatChanges } from './what-changes'

/** Before a rule goes live: what stops it, what to think about, what is well, and what will happen. */
export function PublishSheet({ open, onOpenChange, number }: { open: boolean; onOpenChange: (open: boolean) => void; number: number }) {
  const t = useTranslations('editor')
  const { rule, problems: own, save, trial, show } = useEditor()
  const graph = useGraph()
  const trpc = useTRPC()
  const beside = useProblemsBeside(open && !own.some(({ severity }) => severity === 'blocker'))
  const problems = [...own, ...beside.problems]
  const failed = useFailed()
  const [note, setNote] = useState('')
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set())
  const blockers = problems.filter(({ severity }) => severity === 'blocker')
  const warnings = problems.filter(({ severity }) => severity === 'warning')
  const keyOf = (index: number) => `${warnings[index]?.node ?? ''} ${warnings[index]?.code ?? ''}`
  const open_ = warnings.filter((_, index) => !accepted.has(keyOf(index))).length
  const publish = useMutation(trpc.rule.publish.mutationOptions({
    onSuccess: (published) => {
      onOpenChange(false)
      setNote('')
      showToast({ text: t('publishedNow', { name: rule.name, version: published.number }), tone: 'success' })
    },
    onError: (error) => failed(t('publish'), error, { urgent: true }),
  }))
  const go = async () => {
    const revision = await save.flush()
    if (revision !== null) publish.mutate({ id: rule.id, revision, note })
  }
  const good = [
    ...(blockers.length === 0 ? [t('good.complete', { count: graph.nodes.length - problems.filter(({ code }) => code === 'unreachable').length })] : []),
    ...(trial.rehearsal?.run ? [t('good.tested')] : []),
    t(`good.${ONCE[graph.scope]}`),
    t('good.running'),
  ]
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={t('publishTitle', { name: rule.name, version: number })}
      footer={
        <>
          <Button size="l" onClick={() => onOpenChange(false)}>
            {t('notYet')}
          </Button>
          <Button size="l" look="primary" disabled={blockers.length > 0 || open_ > 0} busy={publish.isPending || beside.isPending || save.state.kind === 'saving'} onClick={() => void go()}>
            {t('publishVersion', { version: number })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5 p-4">
        {/* Read from the top: the note, the only field, stands below what is to be thought about. */}
        <p data-autofocus tabIndex={-1} className="text-14 text-ink outline-none"><SentenceText onFocus={() => onOpenChange(false)} /></p>
        {blockers.length > 0 && (
          <Group icon={OctagonAlert} ink="text-danger-ink" title={t('blockers', { count: blockers.length })}>
            {blockers.map((one, index) => (
              <ProblemRow key={index} problem={one} onJump={() => { onOpenChange(false); show(one.node, one.field === undefined ? {} : { field: one.field }) }} />
            ))}
          </Group>
        )}
        {warnings.length > 0 && (
          <Group icon={TriangleAlert} ink="text-warning-ink" title={t('warnings', { count: warnings.length })}>
            {warnings.map((one, index) => (
              <ProblemRow
                key={index}
                problem={one}
                onJump={() => { onOpenChange(false); show(one.node, one.field === undefined ? {} : { field: one.field }) }}
                end={
                  <Checkbox
                    label={t('accept')}
                    checked={accepted.has(keyOf(index))}
                    onChange={(on) => setAccepted((before) => new Set(on ? [...before, keyOf(index)] : [...before].filter((key) => key !== keyOf(index))))}
                  />
                }
              />
            ))}
          </Group>
        )}
        {rule.live !== null && (
          <section>
            <h3 className="mb-1.5 font-strong">{t('whatChanges', { version: rule.live.number })}</h3>
            <WhatChanges before={rule.live.graph} after={graph} />
          </section>
        )}
        <Group icon={CircleCheck} ink="text-success-ink" title={t('goodTitle')}>
          {good.map((text) => (
            <li key={text} className="px-3 py-2 text-ink-2">{text}</li>
          ))}
        </Group>
        {rule.account.incomingMode !== 'live' && <Notice icon={TriangleAlert} tone="info">{t(rule.account.incomingMode === 'off' ? 'accountOff' : 'accountDryRun', { account: rule.account.name })}</Notice>}
        {rule.state === 'paused' && <Notice icon={TriangleAlert} tone="info">{t('publishResumes')}</Notice>}
        <Field label={t('note')} optional={t('optional')}>
          {(control) => <Textarea {...control} value={note} maxLength={500} placeholder={t('notePlaceholder')} onChange={(event) => setNote(event.target.value)} />}
        </Field>
      </div>
    </Sheet>
  )
}

/** What can only be said with the other rules and the mail of the last weeks at hand. Where it cannot be had, publishing goes on without it. */
function useProblemsBeside(wanted: boolean): { readonly problems: readonly Problem[]; readonly isPending: boolean } {
  const { rule, problems: own } = useEditor()
  const graph = useGraph()
  const client = useTRPCClient()
  const asked = useQuery({
    queryKey: ['problems beside', rule.id, graph],
    queryFn: ({ signal }) => client.rule.validate.mutate({ accountId: rule.account.id, ruleId: rule.id, name: rule.name, graph }, { signal }),
    enabled: wanted,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const isNew = ({ node, code }: Problem) => !own.some((one) => one.node === node && one.code === code)
  return { problems: wanted ? (asked.data?.problems ?? []).filter(isNew) : [], isPending: wanted && asked.isLoading }
}

function Group({ icon, ink, title, children }: { icon: typeof CircleCheck; ink: string; title: string; children: React.ReactNode }) {
  return (
    <section>
      <h3 className={`mb-1.5 flex items-center gap-1.5 font-strong ${ink}`}>
        <Icon of={icon} />
        {title}
      </h3>
      <ul className="divide-y divide-line rounded-node border border-line">{children}</ul>
    </section>
  )
}

const ONCE = { message: 'onceMessage', thread: 'onceThread', interval: 'onceInterval' } as const
