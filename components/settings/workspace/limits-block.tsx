'use client'
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { DEFAULT_LIMITS, type Limits } from '../../../rules/limits'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { useMe } from '../../shell/me'
import { Input } from '../../ui/input'
import { Select } from '../../ui/select'
import { Block, Row, Rows } from '../block'

const AMOUNTS = ['recordsPerSender', 'recordMinutes', 'repliesPerThreadAndDay', 'repliesPerAddressAndHour', 'repliesPerAddressAndDay'] as const
type Amount = (typeof AMOUNTS)[number]

/** What keeps automatic mail and records from going round in circles. Each counts as soon as its field is left. */
export function LimitsBlock({ limits }: { limits: Limits }) {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const mayChange = useMe().role !== 'member'
  const [typed, setTyped] = useState<Partial<Record<Amount, string>>>({})
  const set = useMutation(trpc.workspace.setLimits.mutationOptions({ onSettled: () => queryClient.invalidateQueries(trpc.workspace.get.queryFilter()), onError: (error) => failed(t('workspace.limits.what'), error) }))
  const keep = (name: Amount) => {
    const amount = Math.round(Number(typed[name] ?? limits[name]))
    setTyped((now) => ({ ...now, [name]: undefined }))
    if (Number.isFinite(amount) && amount > 0 && amount !== limits[name]) set.mutate({ [name]: amount })
  }
  return (
    <Block title={t('workspace.limits.title')}>
      <Rows>
        {AMOUNTS.map((name) => (
          <Row key={name} title={t(`workspace.limits.${name}`)} text={t('workspace.limits.usual', { amount: DEFAULT_LIMITS[name] })}>
            <Input
              size="l"
              type="number"
              inputMode="numeric"
              min={1}
              aria-label={t(`workspace.limits.${name}`)}
              disabled={!mayChange}
              value={typed[name] ?? String(limits[name])}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              onBlur={() => keep(name)}
              className="w-24"
            />
          </Row>
        ))}
        <Row title={t('workspace.limits.replySender')} text={t('workspace.limits.replySenderHelp')}>
          <Select
            size="l"
            aria-label={t('workspace.limits.replySender')}
            disabled={!mayChange}
            value={limits.replySender}
            options={[{ value: 'account', label: t('workspace.limits.fromAccount') }, { value: 'null', label: t('workspace.limits.fromNobody') }]}
            onChange={(replySender) => set.mutate({ replySender })}
          />
        </Row>
      </Rows>
    </Block>
  )
}
