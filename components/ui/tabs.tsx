'use client'
import type { ReactNode } from 'react'
import { Tabs as Primitive } from 'radix-ui'
import { cn } from './class-names'

export interface Tab<T extends string> {
  readonly value: T
  readonly label: string
  readonly count?: number | undefined
  /** Colours the count when it is news. */
  readonly tone?: 'plain' | 'danger' | 'warning'
}

export interface TabsProps<T extends string> {
  label: string
  value: T
  tabs: readonly Tab<T>[]
  onChange: (value: T) => void
  /** What stands at the end of the bar. */
  end?: ReactNode
  /** One panel per tab, as `<TabPanel value=…>`. */
  children?: ReactNode
  className?: string
}

/** A bar of tabs with the accent line on its lower edge, and the panels below it. */
export function Tabs<T extends string>({ label, value, tabs, onChange, end, children, className }: TabsProps<T>) {
  const choose = (next: string) => {
    const tab = tabs.find((candidate) => candidate.value === next)
    if (tab) onChange(tab.value)
  }
  return (
    <Primitive.Root value={value} onValueChange={choose} className={cn('flex min-h-0 flex-col', className)}>
      <div className="flex h-(--subbar) shrink-0 items-stretch gap-2 border-b border-line px-4 max-sm:h-11">
        <Primitive.List aria-label={label} className="no-scrollbar flex min-w-0 flex-1 gap-4 overflow-x-auto overflow-y-hidden">
          {tabs.map((tab) => (
            <Primitive.Trigger
              key={tab.value}
              value={tab.value}
              className="ring-inside relative inline-flex items-center gap-1.5 font-medium whitespace-nowrap text-ink-3 hover:text-ink data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-0 data-[state=active]:after:bottom-0 data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent"
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className={cn('text-11 text-ink-3', tab.tone === 'danger' && 'text-danger-ink', tab.tone === 'warning' && 'text-warning-ink')}>{tab.count}</span>
              )}
            </Primitive.Trigger>
          ))}
        </Primitive.List>
        {end && <div className="flex items-center gap-1">{end}</div>}
      </div>
      {children}
    </Primitive.Root>
  )
}

export function TabPanel({ value, children, className }: { value: string; children: ReactNode; className?: string }) {
  return (
    <Primitive.Content value={value} className={cn('ring-inside min-h-0 flex-1', className)}>
      {children}
    </Primitive.Content>
  )
}
