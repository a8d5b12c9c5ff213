'use client'
import Link from 'next/link'
import { useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { Block, Row, Rows } from '../settings/block'
import { Button } from '../ui/button'
import { Tag } from '../ui/tag'
import type { Account } from './account-health'

/** The server this account's mail leaves by: its own choice, else the workspace's first. */
export function OutgoingBlock({ account }: { account: Account }) {
  const t = useTranslations('accounts')
  const trpc = useTRPC()
  const servers = useQuery(trpc.outgoingServer.list.queryOptions()).data
  if (servers === undefined) return null
  const chosen = servers.find(({ id }) => id === account.outgoingServerId)
  const used = chosen ?? servers[0]
  return (
    <Block title={t('outgoing.title')} fact={chosen === undefined && used !== undefined ? t('outgoing.fallback') : undefined}>
      <Rows>
        {used === undefined ? (
          <Row title={t('outgoing.none')} text={t('outgoing.noneText')}>
            <Button asChild look="primary">
              <Link href="/settings/servers?do=add">{t('outgoing.add')}</Link>
            </Button>
          </Row>
        ) : (
          <Row
            title={
              <Link href={`/settings/servers?server=${used.id}`} className="text-accent-ink hover:underline">
                {used.name}
              </Link>
            }
            text={used.sink ? t('outgoing.sink') : t('outgoing.server', { host: used.server.host, port: String(used.server.port), security: used.server.security })}
          >
            {used.sink && (
              <Tag tone="fact" icon={FlaskConical}>
                {t('outgoing.sinkTag')}
              </Tag>
            )}
          </Row>
        )}
      </Rows>
    </Block>
  )
}
