'use client'
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, CircleCheck, OctagonX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { useMe } from '../../shell/me'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/dialog'
import { Tag } from '../../ui/tag'
import { Block, Row, Rows } from '../block'

/** Stops everything that acts on the outside, and lets it go on again. */
export function HaltSwitch({ halted }: { halted: boolean }) {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const mayChange = useMe().role !== 'member'
  const [asking, setAsking] = useState(false)
  const halt = useMutation(trpc.workspace.halt.mutationOptions({ onSettled: () => queryClient.invalidateQueries({ queryKey: [['workspace']] }), onError: (error) => failed(t('workspace.halt.what'), error) }))
  return (
    <Block title={t('workspace.halt.title')}>
      <Rows>
        <Row title={t(halted ? 'workspace.halt.on' : 'workspace.halt.off')} text={t(halted ? 'workspace.halt.onText' : 'workspace.halt.offText')}>
          {halted && <Tag tone="warning">{t('workspace.halt.tag')}</Tag>}
          {mayChange &&
            (halted ? (
              <Button look="primary" busy={halt.isPending} onClick={() => halt.mutate({ halted: false })}>
                {t('workspace.halt.resume')}
              </Button>
            ) : (
              <Button icon={OctagonX} onClick={() => setAsking(true)}>
                {t('workspace.halt.stop')}
              </Button>
            ))}
        </Row>
      </Rows>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('workspace.halt.question')}
        consequences={[
          { icon: OctagonX, tone: 'danger', text: t('workspace.halt.stops') },
          { icon: Ban, tone: 'danger', text: t('workspace.halt.cancels') },
          { icon: CircleCheck, tone: 'success', text: t('workspace.halt.goesOn') },
        ]}
        confirmLabel={t('workspace.halt.stop')}
        busy={halt.isPending}
        onConfirm={() => {
          setAsking(false)
          halt.mutate({ halted: true })
        }}
      />
    </Block>
  )
}
