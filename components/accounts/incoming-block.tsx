'use client'
import { useMutation } from '@tanstack/react-query'
import { Play, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { StageFailure } from '../connection/stage-failure'
import { StagedTest } from '../connection/staged-test'
import type { ServerValues } from '../connection/server-values'
import { useStagedTest } from '../connection/use-staged-test'
import { useTRPC } from '../data/trpc'
import { Block, Row, Rows } from '../settings/block'
import { useMe } from '../shell/me'
import { Button } from '../ui/button'
import type { Account } from './account-health'
import { useAccountPlace } from './use-places'

/** The server mail is fetched from, and a test of it as it is stored. */
export function IncomingBlock({ account }: { account: Account }) {
  const t = useTranslations('accounts')
  const words = useTranslations('connection')
  const trpc = useTRPC()
  const [, go] = useAccountPlace()
  const mayTest = useMe().role !== 'member'
  const run = useMutation(trpc.account.test.mutationOptions())
  const testing = useStagedTest<string>(words('connectionTest'), (id) => run.mutateAsync({ id }))
  const { imap } = account
  if (imap === null) return null
  const server: ServerValues = { ...imap, port: String(imap.port), password: '' }
  return (
    <Block
      title={t('incoming.title')}
      action={
        mayTest && (
          <Button size="s" icon={testing.report ? RotateCw : Play} busy={testing.running} onClick={() => void testing.test(account.id)}>
            {testing.report ? words('testAgain') : words('test')}
          </Button>
        )
      }
    >
      {testing.running || testing.report ? (
        <StagedTest
          protocol="imap"
          server={server}
          report={testing.report}
          running={testing.running}
          renderFailure={(stage) => (
            <StageFailure
              stage={stage}
              server={server}
              protocol="imap"
              address={account.address}
              onFix={(fix) => (fix.kind === 'retry' ? void testing.test(account.id) : void go({ account: account.id, do: 'edit', field: fix.kind === 'focus' ? fix.field : fix.kind === 'allow' ? null : fix.kind }))}
            />
          )}
        />
      ) : (
        <Rows>
          <Row title={imap.host} text={t('incoming.server', { port: String(imap.port), security: imap.security, user: imap.user })} />
        </Rows>
      )}
    </Block>
  )
}
