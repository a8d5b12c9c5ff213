'use client'
import { Mail, Server } from 'lucide-react'
import { ModeTag } from '../state/mode-tag'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { Dot } from '../ui/tag'
import type { Account, Health } from './account-health'

/** One account of the list: name and mode, address, health. 80 px high. */
export function AccountRow({ account, health, selected }: { account: Account; health: Health; selected: boolean }) {
  return (
    <div className={cn('flex h-full gap-3 border-b border-line px-4 py-3', selected ? 'bg-selected shadow-[inset_3px_0_0_var(--accent)]' : 'hover:bg-hover')}>
      <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-node bg-muted-soft text-ink-2">
        <Icon of={account.kind === 'local' ? Server : Mail} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">{account.name}</span>
          <ModeTag mode={account.incomingMode} />
        </div>
        <p className="truncate text-12 leading-[18px] text-ink-3">{account.address}</p>
        <p className={cn('flex items-center gap-1.5 text-12 leading-[18px] text-ink-2', health.tone === 'danger' && 'font-medium text-danger-ink')}>
          <Dot tone={health.tone} />
          <span className="min-w-0 truncate" title={health.text}>
            {health.text}
          </span>
        </p>
      </div>
    </div>
  )
}
