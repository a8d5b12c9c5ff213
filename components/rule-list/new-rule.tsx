'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Mail, PencilLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { RuleGraph } from '../../rules/graph'
import { STARTERS } from '../../rules/starters/index'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Select } from '../ui/select'
import { Sheet } from '../ui/sheet'
import { MailsOf } from './mails-of'
import { StarterCard } from './starter-card'

export interface NewRuleProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The account that is looked at; null: the first. */
  accountId: string | null
}

/** Begins a rule: from nothing, from a template that says what it will do, or from a mail. */
export function NewRule({ open, onOpenChange, accountId }: NewRuleProps) {
  const t = useTranslations('rules')
  const trpc = useTRPC()
  const router = useRouter()
  const failed = useFailed()
  const accounts = useQuery(trpc.account.list.queryOptions(undefined, { enabled: open }))
  const [chosen, setChosen] = useState<string | null>(null)
  const [fromMail, setFromMail] = useState(false)
  const account = chosen ?? accountId ?? accounts.data?.[0]?.id ?? null
  const create = useMutation(trpc.rule.create.mutationOptions({
    // Closing would also change the address, and of two changes at once the later wins.
    onSuccess: ({ id }) => router.push(`/rules/${id}/edit`),
    onError: (error) => failed(t('new'), error),
  }))
  const begin = (name: string, graph?: RuleGraph) => account !== null && create.mutate({ name, accountId: account, ...(graph === undefined ? {} : { graph }) })
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('newTitle')}>
      <div className="flex flex-col gap-5 p-4">
        <Field label={t('forAccount')}>
          {(control) => <Select {...control} size="l" value={account} placeholder={t('chooseAccount')} options={(accounts.data ?? []).map(({ id, name, address }) => ({ value: id, label: name, hint: address }))} onChange={setChosen} />}
        </Field>
        <section aria-label={t('templates')} className="flex flex-col gap-2">
          <h3 className="font-strong">{t('templates')}</h3>
          <p className="text-12 text-ink-3">{t('templatesHelp')}</p>
          {STARTERS.map((starter) => (
            <StarterCard key={starter.id} starter={starter} disabled={account === null || create.isPending} onBegin={begin} />
          ))}
        </section>
        <section aria-label={t('otherWays')} className="flex flex-col items-start gap-2">
          <h3 className="font-strong">{t('otherWays')}</h3>
          <Button size="l" icon={PencilLine} disabled={account === null} busy={create.isPending} onClick={() => begin(t('untitled'))}>
            {t('blank')}
          </Button>
          <Button size="l" icon={Mail} aria-expanded={fromMail} disabled={account === null} onClick={() => setFromMail(!fromMail)}>
            {t('fromMail')}
          </Button>
          {fromMail && account !== null && <MailsOf accountId={account} onChoose={(mail) => create.mutate({ name: t('likeMail', { who: mail.who }), fromMessageId: mail.id })} />}
        </section>
      </div>
    </Sheet>
  )
}
