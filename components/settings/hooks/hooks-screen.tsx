'use client'
import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Trash2, Unplug, Webhook } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC, type Outputs } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { Time } from '../../language/time'
import { useFormats } from '../../language/language-provider'
import { useMe } from '../../shell/me'
import { Button } from '../../ui/button'
import { CopyText } from '../../ui/copy-text'
import { ConfirmDialog } from '../../ui/dialog'
import { Row, Rows } from '../block'
import { ListPage } from '../list-page'
import { HookSecret, NewHook, type ShownSecret } from './new-hook'

type Hook = Outputs['hook']['list'][number]

/** Addresses that other programs post to: which rules use each, when it was called last, and a new secret. */
export function HooksScreen() {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const mayChange = useMe().role !== 'member'
  const [making, setMaking] = useState(false)
  const [asked, setAsked] = useState<{ readonly hook: Hook; readonly what: 'rotate' | 'remove' } | null>(null)
  const [shown, setShown] = useState<ShownSecret | null>(null)
  const hooks = useQuery(trpc.hook.list.queryOptions())
  const done = () => queryClient.invalidateQueries(trpc.hook.list.queryFilter())
  const rotate = useMutation(trpc.hook.rotate.mutationOptions({ onSuccess: ({ id, secret }) => setShown({ name: hooks.data?.find((hook) => hook.id === id)?.name ?? '', address: hooks.data?.find((hook) => hook.id === id)?.address ?? '', secret }), onError: (error) => failed(t('hooks.rotating'), error) }))
  const remove = useMutation(trpc.hook.remove.mutationOptions({ onSettled: done, onError: (error) => failed(t('hooks.removing'), error) }))
  return (
    <ListPage
      title={t('page.hooks')}
      query={hooks}
      add={mayChange ? { label: t('hooks.new'), onAdd: () => setMaking(true) } : undefined}
      empty={{ icon: Webhook, title: t('hooks.emptyTitle'), text: t('hooks.emptyText') }}
      over={
        <>
          <NewHook open={making} onOpenChange={setMaking} onMade={setShown} />
          <HookSecret shown={shown} onClose={() => setShown(null)} />
          <ConfirmDialog
            open={asked !== null}
            onOpenChange={(open) => !open && setAsked(null)}
            title={t(asked?.what === 'remove' ? 'hooks.removeTitle' : 'hooks.rotateTitle', { name: asked?.hook.name ?? '' })}
            consequences={asked?.what === 'remove' ? [{ icon: Trash2, tone: 'danger', text: t('hooks.removeStops') }] : [{ icon: Unplug, tone: 'danger', text: t('hooks.rotateStops') }, { icon: KeyRound, text: t('hooks.rotateShows') }]}
            confirmLabel={t(asked?.what === 'remove' ? 'hooks.remove' : 'hooks.rotate')}
            onConfirm={() => {
              if (asked !== null) (asked.what === 'remove' ? remove : rotate).mutate({ id: asked.hook.id })
              setAsked(null)
            }}
          />
        </>
      }
    >
      {(items) => (
        <Rows>
          {items.map((hook) => (
            <Row key={hook.id} title={hook.name} text={<HookUse hook={hook} />}>
              {mayChange && (
                <>
                  <Button onClick={() => setAsked({ hook, what: 'rotate' })}>{t('hooks.rotate')}</Button>
                  <Button disabled={hook.rules.length > 0} onClick={() => setAsked({ hook, what: 'remove' })}>
                    {t('hooks.remove')}
                  </Button>
                </>
              )}
            </Row>
          ))}
        </Rows>
      )}
    </ListPage>
  )
}

function HookUse({ hook }: { hook: Hook }) {
  const t = useTranslations('settings')
  const formats = useFormats()
  return (
    <span className="flex flex-col gap-0.5">
      <CopyText text={hook.address} />
      <span>
        {hook.rules.length === 0 ? t('hooks.unused') : t('hooks.usedBy', { rules: formats.list(hook.rules.map(({ name }) => name)) })}
        {' · '}
        {hook.lastCalledAt === null ? t('hooks.neverCalled') : t.rich('hooks.called', { time: () => <Time at={hook.lastCalledAt ?? hook.createdAt} as="relative" /> })}
      </span>
    </span>
  )
}
