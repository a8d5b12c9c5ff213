'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Monitor, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../../data/query-error'
import { changeNow } from '../../data/optimistic'
import { useTRPC, type Outputs } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { Time } from '../../language/time'
import { Main, SectionToggle } from '../../shell/panes'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Scroll } from '../../ui/pane'
import { SkeletonRows } from '../../ui/skeleton'
import { Tag } from '../../ui/tag'
import { showToast } from '../../ui/toast-store'
import { Toolbar, ToolbarTitle } from '../../ui/toolbar'
import { Row, Rows } from '../block'
import { SettingsSection } from '../settings-section'
import { deviceOf } from './device'
import { PasswordBlock } from './password-block'

type Sessions = Outputs['session']['list']

/** Where one is signed in, and how to sign out from here. */
export function SessionsScreen() {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const sessions = useQuery(trpc.session.list.queryOptions())
  const revoke = useMutation(
    trpc.session.revoke.mutationOptions({
      onMutate: ({ id }) => changeNow<Sessions>(queryClient, trpc.session.list.queryFilter(), (old) => old.filter((other) => other.id !== id)),
      onSuccess: () => showToast({ text: t('sessions.ended') }),
      onError: (error, _input, putBack) => {
        putBack?.()
        failed(t('sessions.ending'), error)
      },
    }),
  )
  return (
    <>
      <SettingsSection />
      <Main label={t('page.sessions')}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle count={sessions.data?.length}>{t('page.sessions')}</ToolbarTitle>
        </Toolbar>
        {sessions.isError ? (
          <QueryError what={t('page.sessions')} error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : sessions.isPending ? (
          <SkeletonRows rows={3} />
        ) : (
          <Scroll>
            <div className="flex max-w-3xl flex-col gap-3 p-4">
              <p className="text-ink-2">{t('sessions.lead')}</p>
              <Rows>
                {sessions.data.map((session) => {
                  const device = deviceOf(session.userAgent ?? '')
                  return (
                    <Row
                      key={session.id}
                      title={
                        <span className="inline-flex items-center gap-2">
                          <Icon of={device.phone ? Smartphone : Monitor} className="text-ink-3" />
                          {device.browser === '' ? t('sessions.unknown') : t('sessions.device', { browser: device.browser, system: device.system })}
                        </span>
                      }
                      text={t.rich('sessions.seen', { seen: () => <Time at={session.lastSeenAt} as="relative" />, since: () => <Time at={session.createdAt} as="full" /> })}
                    >
                      {session.current ? <Tag tone="success">{t('sessions.this')}</Tag> : <Button onClick={() => revoke.mutate({ id: session.id })}>{t('sessions.end')}</Button>}
                    </Row>
                  )
                })}
              </Rows>
              <PasswordBlock />
            </div>
          </Scroll>
        )}
      </Main>
    </>
  )
}
