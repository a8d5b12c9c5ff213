'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCommand } from '../keyboard/use-command'
import { ModeTag } from '../state/mode-tag'
import { moveFocus } from '../ui/list-motion'
import { Scroll } from '../ui/pane'
import { RuleRow } from './rule-row'
import { useRuleActions, type RuleItem } from './use-rule-actions'

/** The rules by account, in the order in which they act. j and k walk, Enter opens, p pauses. */
export function RuleTable({ all, shown, canEdit }: { all: readonly RuleItem[]; shown: readonly RuleItem[]; canEdit: boolean }) {
  const t = useTranslations('rules')
  const router = useRouter()
  const actions = useRuleActions()
  const [focused, setFocused] = useState<string | null>(null)
  const ids = shown.map(({ id }) => id)
  const go = (steps: number) => {
    const next = moveFocus(ids, focused, steps)
    setFocused(next)
    document.querySelector<HTMLElement>(`[data-rule="${next ?? ''}"] a`)?.focus()
  }
  const rule = shown.find(({ id }) => id === focused)
  useCommand('list.next', () => go(1))
  useCommand('list.previous', () => go(-1))
  useCommand('list.open', () => (rule === undefined ? false : router.push(`/rules/${rule.id}/edit`)))
  useCommand('rules.pause', () => (rule === undefined || rule.liveVersion === null ? false : actions.setPaused(rule, rule.state === 'active')), { enabled: canEdit })
  const accounts = [...new Map(shown.map((one) => [one.accountId, one]))]
  return (
    <Scroll>
      {accounts.map(([id, { accountName, accountMode }]) => {
        const order = all.filter((one) => one.accountId === id).map((one) => one.id)
        return (
          <section key={id} aria-label={accountName}>
            <h2 className="sticky top-0 z-(--z-sticky) flex h-8 items-center gap-3 border-b border-line bg-surface px-4 text-12 font-medium text-ink-2">
              <span className="min-w-0 truncate">{accountName}</span>
              <ModeTag mode={accountMode} />
              <span className="flex-1" />
              <span className="w-16 text-end text-11 text-ink-3 max-md:hidden">{t('day')}</span>
              <span className="w-16 text-end text-11 text-ink-3 max-lg:hidden">{t('month')}</span>
              <span className="w-[76px] max-md:hidden" />
            </h2>
            <ul>
              {shown.filter((one) => one.accountId === id).map((one) => (
                <RuleRow key={one.id} rule={one} order={order} actions={actions} canEdit={canEdit} onFocus={() => setFocused(one.id)} />
              ))}
            </ul>
          </section>
        )
      })}
      {actions.dialogs}
    </Scroll>
  )
}
