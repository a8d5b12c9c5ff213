'use client'
import { useState } from 'react'
import Link from 'next/link'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { changeNow } from '../data/optimistic'
import { useTRPC, useTRPCClient, type Outputs } from '../data/trpc'
import { useDid } from '../data/use-did'
import { useFailed } from '../data/use-failed'
import { Block, Row, Rows } from '../settings/block'
import { useMe } from '../shell/me'
import { RuleStateTag } from '../state/mode-tag'
import { Segmented } from '../ui/segmented'
import type { Account } from './account-health'
import { AccountHalt } from './account-halt'
import { GoLiveDialog } from './go-live-dialog'

type Mode = Account['incomingMode']

/** What automation does with new mail of this account, and with which rules. Going live asks first; the other ways can be undone. */
export function AutomationBlock({ account }: { account: Account }) {
  const t = useTranslations('accounts')
  const states = useTranslations('states')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const did = useDid()
  const failed = useFailed()
  const mayChange = useMe().role !== 'member'
  const [asking, setAsking] = useState(false)
  const asked = useQuery(trpc.rule.list.queryOptions({ accountId: account.id }))
  const rules = asked.data ?? []
  const list = trpc.account.list.queryFilter()
  const setMode = useMutation(
    trpc.account.setMode.mutationOptions({
      onMutate: ({ id, mode, side }) =>
        changeNow<Outputs['account']['list']>(queryClient, list, (old) => old.map((other) => (other.id === id ? { ...other, ...(side === 'outgoing' ? { outgoingMode: mode } : { incomingMode: mode }) } : other))),
      onError: (error, _input, putBack) => {
        putBack?.()
        failed(t('mode.change'), error)
      },
    }),
  )
  const choose = (mode: Mode) => {
    if (mode === account.incomingMode) return
    if (mode === 'live') return setAsking(true)
    const before = account.incomingMode
    setMode.mutate({ id: account.id, mode })
    did({ scope: 'settings', what: t(mode === 'off' ? 'mode.didOff' : 'mode.didDryRun', { name: account.name }), undo: () => client.account.setMode.mutate({ id: account.id, mode: before }) })
  }
  const chooseAfterSending = (mode: Mode) => {
    const before = account.outgoingMode
    if (mode === before) return
    setMode.mutate({ id: account.id, mode, side: 'outgoing' })
    did({ scope: 'settings', what: t('mode.didAfterSending', { name: account.name }), undo: () => client.account.setMode.mutate({ id: account.id, mode: before, side: 'outgoing' }) })
  }
  return (
    <Block title={t('automation.title')}>
      <Rows>
        <Row title={t('automation.mode')} text={t(`mode.help.${MODE_KEYS[account.incomingMode]}`)}>
          <Segmented<Mode>
            label={t('automation.mode')}
            value={account.incomingMode}
            onChange={choose}
            options={[
              { value: 'off', label: states('mode.off'), disabled: !mayChange },
              { value: 'dry run', label: states('mode.dryRun'), disabled: !mayChange },
              { value: 'live', label: states('mode.live'), disabled: !mayChange },
            ]}
          />
        </Row>
        <Row title={t('automation.afterSending')} text={t(`mode.sent.${MODE_KEYS[account.outgoingMode]}`)}>
          <Segmented<Mode>
            label={t('automation.afterSending')}
            value={account.outgoingMode}
            onChange={chooseAfterSending}
            options={[
              { value: 'off', label: states('mode.off'), disabled: !mayChange },
              { value: 'dry run', label: states('mode.dryRun'), disabled: !mayChange },
              { value: 'live', label: states('mode.live'), disabled: !mayChange },
            ]}
          />
        </Row>
        <AccountHalt account={account} />
        {rules.map((rule) => (
          <div key={rule.id} className="flex items-center gap-3 px-3 py-2">
            <Link href={`/rules/${rule.id}`} className="min-w-0 flex-1 truncate text-accent-ink hover:underline">
              {rule.name}
            </Link>
            <span className="text-12 text-ink-3 max-sm:hidden">{t('automation.runs', { count: rule.month.executions })}</span>
            <RuleStateTag state={rule.state} />
          </div>
        ))}
        {asked.data?.length === 0 && <Row title={t('automation.none')} text={t('automation.noneText')} />}
      </Rows>
      <GoLiveDialog
        account={account}
        rules={rules}
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => {
          setAsking(false)
          setMode.mutate({ id: account.id, mode: 'live' })
        }}
      />
    </Block>
  )
}

const MODE_KEYS = { off: 'off', 'dry run': 'dryRun', live: 'live' } as const
