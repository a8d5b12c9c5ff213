'use client'
import { useMemo, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { CirclePlay, Ellipsis, FileDown, FileUp, Inbox, ListFilter, Pause, PencilLine, Plus, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { BacklogSheet } from '../rule-backlog/backlog-sheet'
import { ExportRules } from '../rule-exchange/export-rules'
import { ImportRules } from '../rule-exchange/import-rules'
import { useMe } from '../shell/me'
import { Main, Section, SectionToggle } from '../shell/panes'
import { NavGroup, NavLink } from '../shell/section-nav'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { IconButton } from '../ui/icon-button'
import { ariaKeys, Kbd } from '../ui/kbd'
import { Menu } from '../ui/menu'
import { SkeletonRows } from '../ui/skeleton'
import { Chip } from '../ui/tag'
import { Spacer, Toolbar, ToolbarTitle } from '../ui/toolbar'
import { NewRule } from './new-rule'
import { RuleTable } from './rule-table'
import type { RuleItem } from './use-rule-actions'

const STATES = ['active', 'paused', 'draft'] as const
const ICONS = { active: CirclePlay, paused: Pause, draft: PencilLine } as const

/**
 * This folder is the list of rules: in the order in which they act, what each says and does, and the ways to begin one. What can be done with a rule as a whole
 * (`use-rule-actions.tsx`) is shared with the editor.
 */
export function RulesScreen() {
  const t = useTranslations('rules')
  const exchange = useTranslations('exchange')
  const trpc = useTRPC()
  const me = useMe()
  const rules = useQuery(trpc.rule.list.queryOptions({ accountId: null }))
  const [{ account, state, new: asked, apply, job }, setFilters] = useQueryStates({ account: parseAsString, state: parseAsStringLiteral(STATES), new: parseAsBoolean, apply: parseAsString, job: parseAsString })
  const [creating, setCreating] = useState(asked === true)
  const [importing, setImporting] = useState(false)
  const [exporting, setExporting] = useState(false)
  const canEdit = me.scopes.includes('write')
  useCommand('rules.new', () => setCreating(true), { enabled: canEdit })
  const all = rules.data ?? NOTHING
  const shown = useMemo(() => all.filter((rule) => (account === null || rule.accountId === account) && (state === null || rule.state === state)), [all, account, state])
  const accounts = [...new Map(all.map((rule) => [rule.accountId, rule.accountName]))]
  const accountName = accounts.find(([id]) => id === account)?.[1]
  const href = (next: { account?: string | null; state?: string | null }) => {
    const wanted = { account, state, ...next }
    const query = new URLSearchParams(Object.entries(wanted).flatMap(([key, value]) => (value === null || value === undefined ? [] : [[key, value]])))
    return query.size === 0 ? '/rules' : `/rules?${query.toString()}`
  }
  // Until they are here nobody knows how many there are.
  const countOf = (some: readonly RuleItem[]) => (rules.data === undefined ? undefined : some.length)
  const clear = () => void setFilters({ account: null, state: null })
  return (
    <>
      <Section title={t('title')}>
        <NavGroup>
          <NavLink href={href({ account: null })} label={t('allAccounts')} icon={Workflow} current={account === null} count={countOf(all)} />
        </NavGroup>
        {accounts.length > 0 && (
          <NavGroup heading={t('accounts')}>
            {accounts.map(([id, name]) => (
              <NavLink key={id} href={href({ account: id })} label={name} icon={Inbox} current={account === id} count={countOf(all.filter((rule) => rule.accountId === id))} />
            ))}
          </NavGroup>
        )}
        <NavGroup heading={t('byState')}>
          {STATES.map((one) => (
            <NavLink key={one} href={href({ state: state === one ? null : one })} label={t(`filter.${one}`)} icon={ICONS[one]} current={state === one} count={countOf(all.filter((rule) => rule.state === one))} />
          ))}
        </NavGroup>
      </Section>
      <Main label={t('title')}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle count={rules.isSuccess ? shown.length : undefined}>{accountName ?? t('title')}</ToolbarTitle>
          {state !== null && (
            <Chip onRemove={() => void setFilters({ state: null })} removeLabel={t('clearState')} className="ms-2">
              {t(`filter.${state}`)}
            </Chip>
          )}
          <Spacer />
          {canEdit && (
            <Button look="primary" size="l" icon={Plus} aria-keyshortcuts={ariaKeys(keysOf('rules.new'))} onClick={() => setCreating(true)}>
              {t('new')}
              <Kbd keys={keysOf('rules.new') ?? ''} onSolid className="max-lg:hidden" />
            </Button>
          )}
          <Menu
            align="end"
            trigger={<IconButton icon={Ellipsis} label={exchange('moreRules')} className="-me-1.5" />}
            items={[
              ...(canEdit ? [{ label: exchange('importMenu'), icon: FileUp, onSelect: () => setImporting(true) }] : []),
              { label: exchange('exportMenu'), icon: FileDown, disabled: shown.length === 0, onSelect: () => setExporting(true) },
            ]}
          />
        </Toolbar>
        {rules.isPending && <SkeletonRows rows={6} rowClassName="h-[72px]" />}
        {rules.isError && rules.data === undefined && <QueryError what={t('title')} error={rules.error} onRetry={() => void rules.refetch()} />}
        {rules.isSuccess && all.length === 0 && (
          <EmptyState
            icon={Workflow}
            title={t('emptyTitle')}
            text={t('emptyText')}
            action={canEdit && <Button look="primary" size="l" onClick={() => setCreating(true)}>{t('emptyAction')}</Button>}
            second={canEdit && <Button look="quiet" onClick={() => setImporting(true)}>{exchange('importMenu')}</Button>}
          />
        )}
        {all.length > 0 && shown.length === 0 && (
          <EmptyState
            icon={ListFilter}
            title={t('filteredTitle')}
            text={t('filteredText', { count: all.length })}
            filters={
              <>
                {accountName !== undefined && <Chip onRemove={() => void setFilters({ account: null })} removeLabel={t('clearAccount')}>{accountName}</Chip>}
                {state !== null && <Chip onRemove={() => void setFilters({ state: null })} removeLabel={t('clearState')}>{t(`filter.${state}`)}</Chip>}
              </>
            }
            action={<Button onClick={clear}>{t('clearFilters')}</Button>}
          />
        )}
        {shown.length > 0 && <RuleTable all={all} shown={shown} canEdit={canEdit} />}
      </Main>
      <BacklogSheet rule={all.find(({ id }) => id === apply) ?? null} jobId={job} onClose={() => void setFilters({ apply: null, job: null })} />
      <ImportRules open={importing} onOpenChange={setImporting} accountId={account} />
      <ExportRules rules={exporting ? shown : null} onClose={() => setExporting(false)} />
      <NewRule open={creating} onOpenChange={(open) => { setCreating(open); if (!open) void setFilters({ new: null }) }} accountId={account} />
    </>
  )
}

const NOTHING: readonly RuleItem[] = []
