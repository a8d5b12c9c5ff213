'use client'
import type { ReactNode } from 'react'
import { Plus } from 'lucide-react'
import { QueryError } from '../data/query-error'
import { Main, SectionToggle } from '../shell/panes'
import { Button } from '../ui/button'
import { EmptyState, type EmptyStateProps } from '../ui/empty-state'
import { Scroll } from '../ui/pane'
import { SkeletonRows } from '../ui/skeleton'
import { Spacer, Toolbar, ToolbarTitle } from '../ui/toolbar'
import { SettingsSection } from './settings-section'

export interface ListPageProps<T> {
  title: string
  query: { readonly data: readonly T[] | undefined; readonly isError: boolean; readonly error: unknown; readonly refetch: () => unknown }
  /** Left out for those who may not add one. */
  add?: { readonly label: string; readonly onAdd: () => void } | undefined
  empty: Pick<EmptyStateProps, 'icon' | 'title' | 'text'>
  /** The list, once there is something in it. */
  children: (items: readonly T[]) => ReactNode
  /** Sheets and dialogs over the page. */
  over: ReactNode
}

/** A page of the settings that lists what one may add to: its head, and what stands there while it loads, when that failed and when there is nothing. */
export function ListPage<T>({ title, query, add, empty, children, over }: ListPageProps<T>) {
  const addButton = (look: 'primary' | 'secondary') =>
    add && (
      <Button look={look} icon={Plus} onClick={add.onAdd}>
        {add.label}
      </Button>
    )
  return (
    <>
      <SettingsSection />
      <Main label={title}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle count={query.data?.length}>{title}</ToolbarTitle>
          <Spacer />
          {addButton('secondary')}
        </Toolbar>
        {query.isError ? (
          <QueryError what={title} error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <SkeletonRows rows={3} />
        ) : query.data.length === 0 ? (
          <EmptyState {...empty} action={addButton('primary')} />
        ) : (
          <Scroll>
            <div className="max-w-3xl p-4">{children(query.data)}</div>
          </Scroll>
        )}
        {over}
      </Main>
    </>
  )
}

/** The list of such a page where each thing is a card of its own. */
export function Cards({ children }: { children: ReactNode }) {
  return <ul className="flex flex-col gap-4">{children}</ul>
}
