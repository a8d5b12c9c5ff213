'use client'
import { useState } from 'react'
import Link from 'next/link'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Dialog } from '../ui/dialog'
import { SkeletonRows } from '../ui/skeleton'
import type { Exportable } from './export-rules'

export interface CopiedRule extends Exportable {
  readonly accountId: string
}

/** Copies a rule to other accounts, as a draft in each, and says which folders must be chosen there. */
export function CopyRule({ rule, onClose }: { rule: CopiedRule | null; onClose: () => void }) {
  if (rule === null) return null
  return <Copying key={rule.id} rule={rule} onClose={onClose} />
}

function Copying({ rule, onClose }: { rule: CopiedRule; onClose: () => void }) {
  const t = useTranslations('exchange')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const failed = useFailed()
  const accounts = useQuery(trpc.account.list.queryOptions())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const copy = useMutation(trpc.rule.copyTo.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: [['rule']] }), onError: (error) => failed(t('copy'), error) }))
  const others = (accounts.data ?? []).filter(({ id }) => id !== rule.accountId)
  const nameOf = (id: string) => others.find((account) => account.id === id)?.name ?? ''
  if (copy.data !== undefined)
    return (
      <Dialog open onOpenChange={onClose} title={t('copied', { count: copy.data.length })} footer={<Button size="l" look="primary" onClick={onClose}>{t('done')}</Button>}>
        <ul className="mt-3 divide-y divide-line rounded-node border border-line">
          {copy.data.map(({ id, accountId, unmatched }) => (
            <li key={id} className="flex flex-col gap-0.5 px-3 py-2 text-13">
              <Link href={`/rules/${id}/edit`} onClick={onClose} className="font-medium text-accent-ink hover:underline">{nameOf(accountId)}</Link>
              <span className="text-12 text-ink-3">{unmatched.length === 0 ? t('copyWhole') : t('copyLacks', { folders: unmatched.map(({ name }) => name).join(', ') })}</span>
            </li>
          ))}
        </ul>
      </Dialog>
    )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('copyTitle', { name: rule.name })}
      description={t('copyLead')}
      footer={
        <Button size="l" look="primary" disabled={chosen.size === 0} busy={copy.isPending} onClick={() => copy.mutate({ id: rule.id, accountIds: [...chosen] })}>
          {t('copyCount', { count: chosen.size })}
        </Button>
      }
    >
      <div className="mt-3 flex flex-col gap-2">
        {accounts.isPending && <SkeletonRows rows={3} rowClassName="h-8" />}
        {accounts.isSuccess && others.length === 0 && <p className="text-13 text-ink-2">{t('copyNowhere')}</p>}
        {others.map(({ id, name, address }) => (
          <Checkbox key={id} label={name} help={address} checked={chosen.has(id)} onChange={(isIn) => setChosen(new Set(isIn ? [...chosen, id] : [...chosen].filter((one) => one !== id)))} />
        ))}
      </div>
    </Dialog>
  )
}
