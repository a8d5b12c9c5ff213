'use client'
import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { CircleCheck, KeyRound, Plus, Unplug } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../../data/query-error'
import { useTRPC, type Outputs } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { useNow } from '../../language/now'
import { Time } from '../../language/time'
import { Main, SectionToggle } from '../../shell/panes'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { Scroll } from '../../ui/pane'
import { SkeletonRows } from '../../ui/skeleton'
import { Tag } from '../../ui/tag'
import { Spacer, Toolbar, ToolbarTitle } from '../../ui/toolbar'
import { Row, Rows } from '../block'
import { SettingsSection } from '../settings-section'
import { NewToken } from './new-token'

type Token = Outputs['token']['list'][number]

/** Tokens that scripts sign in with: what each may do, when it was last used, and how to end it. */
export function TokensScreen() {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [making, setMaking] = useQueryState('new', parseAsBoolean.withDefault(false).withOptions({ history: 'push' }))
  const [ending, setEnding] = useState<Token | null>(null)
  const tokens = useQuery(trpc.token.list.queryOptions())
  const revoke = useMutation(trpc.token.revoke.mutationOptions({ onSettled: () => queryClient.invalidateQueries(trpc.token.list.queryFilter()), onError: (error) => failed(t('tokens.revoking'), error) }))
  const add = (look: 'primary' | 'secondary') => (
    <Button look={look} icon={Plus} onClick={() => void setMaking(true)}>
      {t('tokens.new')}
    </Button>
  )
  return (
    <>
      <SettingsSection />
      <Main label={t('page.tokens')}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle>{t('page.tokens')}</ToolbarTitle>
          <Spacer />
          {add('secondary')}
        </Toolbar>
        {tokens.isError ? (
          <QueryError what={t('page.tokens')} error={tokens.error} onRetry={() => void tokens.refetch()} />
        ) : tokens.isPending ? (
          <SkeletonRows rows={3} />
        ) : tokens.data.length === 0 ? (
          <EmptyState icon={KeyRound} title={t('tokens.emptyTitle')} text={t('tokens.emptyText')} action={add('primary')} />
        ) : (
          <Scroll>
            <div className="max-w-3xl p-4">
              <Rows>
                {tokens.data.map((token) => (
                  <Row key={token.id} title={<TokenName token={token} />} text={<TokenUse token={token} />}>
                    {token.scopes.map((scope) => (
                      <Tag key={scope}>{t(`tokens.scope.${scope}`)}</Tag>
                    ))}
                    {token.revokedAt === null && <Button onClick={() => setEnding(token)}>{t('tokens.revoke')}</Button>}
                  </Row>
                ))}
              </Rows>
            </div>
          </Scroll>
        )}
        <NewToken open={making} onOpenChange={(open) => void setMaking(open ? true : null)} />
        <ConfirmDialog
          open={ending !== null}
          onOpenChange={(open) => !open && setEnding(null)}
          title={t('tokens.revokeTitle', { name: ending?.name ?? '' })}
          consequences={[
            { icon: Unplug, tone: 'danger', text: t('tokens.revokeStops') },
            { icon: CircleCheck, tone: 'success', text: t('tokens.revokeStays') },
          ]}
          confirmLabel={t('tokens.revoke')}
          onConfirm={() => {
            if (ending !== null) revoke.mutate({ id: ending.id })
            setEnding(null)
          }}
        />
      </Main>
    </>
  )
}

function TokenName({ token }: { token: Token }) {
  const t = useTranslations('settings')
  const now = useNow()
  const expired = token.expiresAt !== null && token.expiresAt < now
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {token.name}
      <code className="text-12 font-normal text-ink-3">{t('tokens.prefix', { prefix: token.prefix })}</code>
      {token.revokedAt !== null ? <Tag tone="warning">{t('tokens.revoked')}</Tag> : expired && <Tag tone="warning">{t('tokens.expired')}</Tag>}
    </span>
  )
}

function TokenUse({ token }: { token: Token }) {
  const t = useTranslations('settings')
  const time = (at: Date) => () => <Time at={at} as="date" />
  return (
    <>
      {t.rich('tokens.made', { time: time(token.createdAt) })}
      {' · '}
      {token.lastUsedAt === null ? t('tokens.neverUsed') : t.rich('tokens.used', { time: () => <Time at={token.lastUsedAt ?? token.createdAt} as="relative" /> })}
      {token.expiresAt !== null && (
        <>
          {' · '}
          {t.rich('tokens.until', { time: time(token.expiresAt) })}
        </>
      )}
    </>
  )
}
