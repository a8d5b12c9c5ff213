'use client'
import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Mail, OctagonX, Trash2, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../../data/query-error'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { useMe } from '../../shell/me'
import { Main, SectionToggle } from '../../shell/panes'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/dialog'
import { Scroll } from '../../ui/pane'
import { SkeletonRows } from '../../ui/skeleton'
import { Tag } from '../../ui/tag'
import { Toolbar, ToolbarTitle } from '../../ui/toolbar'
import { Block, Row, Rows } from '../block'
import { SettingsSection } from '../settings-section'
import { HaltSwitch } from './halt-switch'
import { RunRight } from './run-right'
import { LimitsBlock } from './limits-block'

/** The workspace: who is in it, the switch that stops every effect, and the end of the demo company. */
export function WorkspaceScreen() {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const me = useMe()
  const [asking, setAsking] = useState(false)
  const workspace = useQuery(trpc.workspace.get.queryOptions())
  const removeDemo = useMutation(
    trpc.workspace.removeDemo.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        // The demo's label belongs to the frame round every screen, which only a fresh page draws anew.
        location.assign('/settings/accounts')
      },
      onError: (error) => failed(t('workspace.demo.removing'), error),
    }),
  )
  return (
    <>
      <SettingsSection />
      <Main label={t('page.workspace')}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle>{t('page.workspace')}</ToolbarTitle>
        </Toolbar>
        {workspace.isError ? (
          <QueryError what={t('page.workspace')} error={workspace.error} onRetry={() => void workspace.refetch()} />
        ) : workspace.isPending ? (
          <SkeletonRows rows={4} />
        ) : (
          <Scroll>
            <div className="flex max-w-3xl flex-col gap-6 p-4 pb-10">
              <header>
                <h2 className="text-20 font-strong">{workspace.data.name}</h2>
                <p className="text-ink-3">{t('workspace.zone', { zone: workspace.data.timeZone })}</p>
              </header>
              {workspace.data.demo && (
                <Block title={t('workspace.demo.title')}>
                  <Rows>
                    <Row title={t('workspace.demo.what')} text={t('workspace.demo.text')}>
                      {me.role !== 'member' && (
                        <Button icon={Trash2} onClick={() => setAsking(true)}>
                          {t('workspace.demo.remove')}
                        </Button>
                      )}
                    </Row>
                  </Rows>
                </Block>
              )}
              <HaltSwitch halted={workspace.data.halted} />
              <LimitsBlock limits={workspace.data.limits} />
              <Block title={t('workspace.members')}>
                <Rows>
                  {workspace.data.members.map((member) => (
                    <Row key={member.userId} title={member.name} text={member.email}>
                      {member.role === 'member' && <RunRight userId={member.userId} />}
                      <Tag tone="fact">{t(`workspace.role.${member.role}`)}</Tag>
                    </Row>
                  ))}
                </Rows>
              </Block>
            </div>
            <ConfirmDialog
              open={asking}
              onOpenChange={setAsking}
              title={t('workspace.demo.question')}
              consequences={[
                { icon: Mail, tone: 'danger', text: t('workspace.demo.mail') },
                { icon: Workflow, tone: 'danger', text: t('workspace.demo.rules') },
                { icon: OctagonX, tone: 'danger', text: t('workspace.demo.noWay') },
                { icon: CircleCheck, tone: 'success', text: t('workspace.demo.stays') },
              ]}
              confirmLabel={t('workspace.demo.remove')}
              typeToConfirm={workspace.data.name}
              busy={removeDemo.isPending}
              onConfirm={() => removeDemo.mutate()}
            />
          </Scroll>
        )}
      </Main>
    </>
  )
}
