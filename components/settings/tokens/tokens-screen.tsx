'use client'
import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { CircleCheck, KeyRound, Unplug } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC, type Outputs } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { useNow } from '../../language/now'
import { Time } from '../../language/time'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/dialog'
import { Tag } from '../../ui/tag'
import { Row, Rows } from '../block'
import { ListPage } from '../list-page'
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
  return (
    <ListPage
      title={t('page.tokens')}
      query={tokens}
      add={{ label: t('tokens.new'), onAdd: () => void setMaking(true) }}
      empty={{ icon: KeyRound, title: t('tokens.emptyTitle'), text: t('tokens.emptyText') }}
      over={
        <>
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
        </>
      }
    >
      {(items) => (
        <Rows>
          {items.map((token) => (
            <Row key={token.id} title={<TokenName token={token} />} text={<TokenUse token={token} />}>
              {token.scopes.map((scope) => (
                <Tag key={scope}>{t(`tokens.scope.${scope}`)}</Tag>
              ))}
              {token.revokedAt === null && <Button onClick={() => setEnding(token)}>{t('tokens.revoke')}</Button>}
            </Row>
          ))}
        </Rows>
      )}
    </ListPage>
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
