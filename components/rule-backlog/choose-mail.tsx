'use client'
import { useState } from 'react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { FlaskConical, Gauge, History, Mails } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { answerOf } from '../data/failure'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useErrorText } from '../data/query-error'
import { useFormats } from '../language/language-provider'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Notice } from '../ui/notice'
import { Segmented } from '../ui/segmented'
import { Select } from '../ui/select'
import { SkeletonRows } from '../ui/skeleton'
import type { AppliedRule } from './applied-rule'
import { Foretold } from './foretold'

const PERIODS = ['all', '7', '30', '90', '365'] as const
const LIMITS = ['100000', '100', '1000', '10000'] as const
const ANYWHERE = 'anywhere'
const DAY = 86_400_000
/** From so many mails on the number is typed, so that nobody sends hundreds of replies with one press. */
const TYPED_FROM = 50

/** Which mail the rule is applied to, what would come of it, and the word that begins it. */
export function ChooseMail({ rule, onStarted }: { rule: AppliedRule; onStarted: (id: string) => void }) {
  const t = useTranslations('backlog')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const formats = useFormats()
  const failed = useFailed()
  const [mailboxId, setMailboxId] = useState(ANYWHERE)
  const [period, setPeriod] = useState<(typeof PERIODS)[number]>('30')
  const [limit, setLimit] = useState<(typeof LIMITS)[number]>('100000')
  const [mode, setMode] = useState<'live' | 'dry run'>('live')
  const [opened] = useState(() => Date.now())
  const [asking, setAsking] = useState(false)
  const mailboxes = useQuery(trpc.mailbox.list.queryOptions({ accountId: rule.accountId })).data ?? []
  const choice = { mailboxId: mailboxId === ANYWHERE ? null : mailboxId, since: period === 'all' ? null : new Date(opened - Number(period) * DAY), until: new Date(opened), limit: Number(limit) }
  const preview = useQuery({ ...trpc.rule.backlog.preview.queryOptions({ ruleId: rule.id, choice, mode }), placeholderData: keepPreviousData, retry: false })
  const start = useMutation(
    trpc.rule.backlog.start.mutationOptions({
      onSuccess: ({ id }) => onStarted(id),
      onError: (error) => {
        failed(t('begin'), error)
        void queries.invalidateQueries({ queryKey: trpc.rule.backlog.preview.queryKey() })
      },
      onSettled: () => setAsking(false),
    }),
  )
  const found = preview.data
  const effective = found?.mode ?? mode
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">{t('lead')}</p>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label={t('where')}>
          {(control) => <Select {...control} size="l" value={mailboxId} onChange={setMailboxId} options={[{ value: ANYWHERE, label: t('anywhere') }, ...mailboxes.map(({ id, name }) => ({ value: id, label: name }))]} />}
        </Field>
        <Field label={t('since')}>
          {(control) => <Select {...control} size="l" value={period} onChange={setPeriod} options={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))} />}
        </Field>
        <Field label={t('howMany')}>
          {(control) => <Select {...control} size="l" value={limit} onChange={setLimit} options={LIMITS.map((value) => ({ value, label: value === '100000' ? t('noLimit') : t('newest', { count: Number(value) }) }))} />}
        </Field>
        <div className="flex flex-col gap-1">
          <span className="text-13 font-medium">{t('mode')}</span>
          <Segmented<'live' | 'dry run'> label={t('mode')} value={mode} onChange={setMode} options={[{ value: 'live', label: t('live') }, { value: 'dry run', label: t('dryRun') }]} className="self-start" />
        </div>
      </div>
      {preview.isPending && <SkeletonRows rows={4} rowClassName="h-9" />}
      {preview.isError && <Refused error={preview.error} />}
      {found !== undefined && !preview.isError && <Foretold found={found} asked={mode} isOld={preview.isFetching} />}
      <div className="flex justify-end">
        <Button look="primary" size="l" disabled={found === undefined || preview.isError || preview.isFetching || found.count === 0} onClick={() => setAsking(true)}>
          {found === undefined ? t('menu') : t(effective === 'live' ? 'beginLive' : 'beginDry', { count: found.count })}
        </Button>
      </div>
      {found !== undefined && (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={t('confirmTitle', { rule: rule.name, count: found.count })}
          consequences={[
            { icon: Mails, text: t('confirmFrozen', { count: found.count }) },
            { icon: History, text: t('confirmOnce') },
            effective === 'live' ? { icon: Gauge, text: t('confirmBudget', { budget: formats.number(found.budgetPerHour) }) } : { icon: FlaskConical, text: t('confirmDry') },
          ]}
          confirmLabel={t('begin')}
          {...(effective === 'live' && found.count >= TYPED_FROM ? { typeToConfirm: String(found.count) } : {})}
          busy={start.isPending}
          onConfirm={() => start.mutate({ ruleId: rule.id, choice: found.choice, count: found.count, mode })}
        />
      )}
    </div>
  )
}

const REFUSALS = { 'conflict.paused': 'paused', 'conflict.not published': 'notPublished', 'conflict.other trigger': 'otherTrigger', 'conflict.halted': 'halted', 'conflict.automation off': 'automationOff' } as const

/** Why it cannot be done at all, as far as a person can do something about it. */
function Refused({ error }: { error: unknown }) {
  const t = useTranslations('backlog')
  const text = useErrorText()
  const { code } = answerOf(error)
  const known = Object.entries(REFUSALS).find(([refused]) => refused === code)?.[1]
  return (
    <Notice icon={Gauge} tone="warning">
      {known === undefined ? text(error) : t(`refused.${known}`)}
    </Notice>
  )
}
