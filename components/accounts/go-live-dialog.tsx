'use client'
import { CircleCheck, Clock, Workflow, Zap } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { sentenceOf } from '../../rules/rule-sentence'
import { toText } from '../../rules/sentence'
import type { Outputs } from '../data/trpc'
import { useRuleLanguage } from '../sentence/rule-language'
import { useNames } from '../sentence/use-names'
import { ConfirmDialog, type Consequence } from '../ui/dialog'
import type { Account } from './account-health'

type Rule = Outputs['rule']['list'][number]

/** Before rules may act: says which ones, in their own words, and on what. */
export function GoLiveDialog({ account, rules, open, onOpenChange, onConfirm }: { account: Account; rules: readonly Rule[]; open: boolean; onOpenChange: (open: boolean) => void; onConfirm: () => void }) {
  const t = useTranslations('accounts')
  const language = useRuleLanguage()
  const names = useNames()
  const active = rules.filter(({ state }) => state === 'active')
  const acting: readonly Consequence[] = active.map((rule) => ({
    icon: Zap,
    text: (
      <>
        <span className="block font-medium">{rule.name}</span>
        {rule.graph && <span className="text-ink-2">{toText(sentenceOf(rule.graph), language, names)}</span>}
      </>
    ),
  }))
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('goLive.title', { name: account.name })}
      description={t('goLive.lead', { count: active.length, address: account.address })}
      consequences={[
        ...(acting.length > 0 ? acting : [{ icon: Workflow, text: t('goLive.noRules') }]),
        { icon: Clock, text: t('goLive.fromNow') },
        { icon: CircleCheck, tone: 'success', text: t('goLive.back') },
      ]}
      confirmLabel={t('goLive.confirm')}
      onConfirm={onConfirm}
    />
  )
}
