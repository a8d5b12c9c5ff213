'use client'
import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { Hash, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { NavGroup, NavLink } from '../shell/section-nav'
import { Main, Section, SectionToggle } from '../shell/panes'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'
import { Scroll } from '../ui/pane'
import { SkeletonRows } from '../ui/skeleton'
import { Toolbar, ToolbarTitle } from '../ui/toolbar'
import { Post } from './post'

/** What rules tell everybody: a list of channels, and what was posted to the one that is looked at. */
export function ChannelsScreen() {
  const t = useTranslations('channels')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [chosen, setChosen] = useQueryState('channel', parseAsString)
  const [name, setName] = useState('')
  const channels = useQuery(trpc.channel.list.queryOptions())
  const newest = channels.data?.toSorted((a, b) => (b.lastPostAt?.getTime() ?? 0) - (a.lastPostAt?.getTime() ?? 0))[0]
  const current = channels.data?.find(({ id }) => id === chosen) ?? newest
  const create = useMutation(
    trpc.channel.create.mutationOptions({
      onSuccess: async ({ id }) => {
        setName('')
        await queryClient.invalidateQueries(trpc.channel.list.queryFilter())
        await setChosen(id)
      },
      onError: (error) => failed(t('making'), error),
    }),
  )
  return (
    <>
      <Section title={t('title')}>
        <NavGroup>
          {(channels.data ?? []).map((channel) => (
            <NavLink key={channel.id} href={`/channels?channel=${channel.id}`} label={channel.name} icon={Hash} current={channel.id === current?.id} count={channel.posts > 0 ? channel.posts : undefined} description={t('posts', { count: channel.posts })} />
          ))}
        </NavGroup>
        <form
          className="flex gap-1"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '') create.mutate({ name: name.trim() })
          }}
        >
          <Input className="flex-1" aria-label={t('name')} placeholder={t('newOne')} maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
          <IconButton icon={Plus} type="submit" label={t('make')} disabled={create.isPending} className="max-sm:size-11" />
        </form>
      </Section>
      <Main label={t('title')}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle count={current?.posts}>{current?.name ?? t('title')}</ToolbarTitle>
        </Toolbar>
        {channels.isError ? (
          <QueryError what={t('title')} error={channels.error} onRetry={() => void channels.refetch()} />
        ) : channels.isPending ? (
          <SkeletonRows rows={6} rowClassName="h-14" />
        ) : current === undefined ? (
          <EmptyState icon={Hash} title={t('empty.title')} text={t('empty.text')} />
        ) : (
          <Posts channelId={current.id} />
        )}
      </Main>
    </>
  )
}

function Posts({ channelId }: { channelId: string }) {
  const t = useTranslations('channels')
  const trpc = useTRPC()
  const posts = useInfiniteQuery(trpc.channel.posts.infiniteQueryOptions({ channelId }, { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined }))
  if (posts.isError) return <QueryError what={t('title')} error={posts.error} onRetry={() => void posts.refetch()} />
  if (posts.isPending) return <SkeletonRows rows={6} rowClassName="h-14" />
  const items = posts.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <EmptyState icon={Hash} title={t('quiet.title')} text={t('quiet.text')} />
  return (
    <Scroll tabIndex={0}>
      <ol className="flex flex-col">
        {items.map((post) => (
          <Post key={post.id} post={post} />
        ))}
      </ol>
      {posts.hasNextPage && (
        <div className="p-4">
          <Button busy={posts.isFetchingNextPage} onClick={() => void posts.fetchNextPage()}>
            {t('earlier')}
          </Button>
        </div>
      )}
    </Scroll>
  )
}
