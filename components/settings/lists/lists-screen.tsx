'use client'
import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { ListChecks, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/dialog'
import { Row, Rows } from '../block'
import { ListPage } from '../list-page'
import { ListForm } from './list-form'
import type { WordList } from './word-list'

const NEW = 'new'

/** Lists of words, addresses and domains: what is in each, and which rules compare with it. */
export function ListsScreen() {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [openId, setOpenId] = useQueryState('list', parseAsString.withOptions({ history: 'push' }))
  const [ending, setEnding] = useState<WordList | null>(null)
  const lists = useQuery(trpc.wordList.list.queryOptions())
  const remove = useMutation(trpc.wordList.remove.mutationOptions({ onSettled: () => queryClient.invalidateQueries(trpc.wordList.list.queryFilter()), onError: (error) => failed(t('lists.removing'), error) }))
  const open = lists.data?.find(({ id }) => id === openId) ?? null
  return (
    <ListPage
      title={t('page.lists')}
      query={lists}
      add={{ label: t('lists.new'), onAdd: () => void setOpenId(NEW) }}
      empty={{ icon: ListChecks, title: t('lists.emptyTitle'), text: t('lists.emptyText') }}
      over={
        <>
          {openId !== null && (openId === NEW || open !== null) && <ListForm key={openId} list={open} onClose={() => void setOpenId(null)} />}
          <ConfirmDialog
            open={ending !== null}
            onOpenChange={(shown) => !shown && setEnding(null)}
            title={t('lists.removeTitle', { name: ending?.name ?? '' })}
            consequences={[{ icon: Trash2, tone: 'danger', text: t('lists.removeGoes', { count: ending?.entries.length ?? 0 }) }]}
            confirmLabel={t('lists.remove')}
            onConfirm={() => {
              if (ending !== null) remove.mutate({ id: ending.id })
              setEnding(null)
            }}
          />
        </>
      }
    >
      {(items) => (
        <Rows>
          {items.map((list) => (
            <Row key={list.id} title={list.name} text={<ListUse list={list} />}>
              <Button onClick={() => void setOpenId(list.id)}>{t('lists.edit')}</Button>
              <Button disabled={list.usedBy.length > 0} title={list.usedBy.length > 0 ? t('lists.inUse') : undefined} onClick={() => setEnding(list)}>
                {t('lists.remove')}
              </Button>
            </Row>
          ))}
        </Rows>
      )}
    </ListPage>
  )
}

/** Its beginning, and who compares with it. */
function ListUse({ list }: { list: WordList }) {
  const t = useTranslations('settings')
  return (
    <>
      {t('lists.count', { count: list.entries.length })}
      {list.entries.length > 0 && `: ${list.entries.slice(0, 5).join(', ')}${list.entries.length > 5 ? '…' : ''}`}
      {' · '}
      {list.usedBy.length === 0 ? t('lists.unused') : t('lists.usedBy', { rules: list.usedBy.map(({ name }) => name).join(', ') })}
    </>
  )
}
