'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Mail, PencilLine, Receipt, Reply, TicketCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { RuleGraph } from '../../rules/graph'
import { sentenceOf } from '../../rules/rule-sentence'
import { NO_NAMES, toText } from '../../rules/sentence'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useRuleLanguage } from '../sentence/rule-language'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Icon } from '../ui/icon'
import { Select } from '../ui/select'
import { Sheet } from '../ui/sheet'
import { starterGraph, STARTERS, type Starter } from './starters'
import { MailsOf } from './mails-of'

const ICONS = { invoices: Receipt, tickets: TicketCheck, acknowledge: Reply } as const

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
          {STARTERS.map((starter) => (
            <StarterCard key={starter} starter={starter} disabled={account === null || create.isPending} onBegin={begin} />
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

function StarterCard({ starter, disabled, onBegin }: { starter: Starter; disabled: boolean; onBegin: (name: string, graph: RuleGraph) => void }) {
  const t = useTranslations('rules')
  const language = useRuleLanguage()
  const graph = starterGraph(starter, { subjects: t('starterSubjects').split(', '), tag: t('starterTag'), reply: t('starterReply') })
  const sentence = toText(sentenceOf(graph), language, NO_NAMES)
  return (
    <button type="button" disabled={disabled} onClick={() => onBegin(t(`starter.${starter}`), graph)} className="flex gap-3 rounded-node border border-line-strong p-3 text-start enabled:hover:bg-hover disabled:text-ink-3">
      <span className="grid size-8 shrink-0 place-items-center rounded-node bg-muted-soft text-ink-2">
        <Icon of={ICONS[starter]} />
      </span>
      <span className="min-w-0">
        <span className="block font-medium">{t(`starter.${starter}`)}</span>
        <span className="block text-12 text-ink-3">{sentence}</span>
      </span>
    </button>
  )
}
