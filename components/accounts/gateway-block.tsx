'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { Block, Row, Rows } from '../settings/block'
import { CopyText } from '../ui/copy-text'
import { Skeleton } from '../ui/skeleton'

/** Where mail for a local account is handed in, and a line to try it with. */
export function GatewayBlock({ account }: { account: { readonly address: string } }) {
  const t = useTranslations('accounts')
  const trpc = useTRPC()
  const gateway = useQuery(trpc.account.gateway.queryOptions()).data
  const place = gateway === undefined ? null : `127.0.0.1:${gateway.port}`
  return (
    <Block title={t('gateway.title')}>
      <Rows>
        <Row title={t('gateway.sendTo')} text={t('gateway.help', { address: account.address })}>
          {place === null ? <Skeleton className="w-32" /> : <CopyText text={place} />}
        </Row>
        {place !== null && (
          <Row title={t('gateway.try')} text={t('gateway.tryText')}>
            <CopyText text={`printf 'Subject: Hello\\n\\nIt works.\\n' | curl smtp://${place} --mail-from you@example.com --mail-rcpt ${account.address} -T -`} shown={`curl smtp://${place} …`} />
          </Row>
        )}
      </Rows>
    </Block>
  )
}
