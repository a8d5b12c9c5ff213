import { Activity, CalendarClock, Hash, IdCard, Inbox, Send, Settings2, Stamp, Workflow } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { CommandId } from '../keyboard/registry'

export interface Destination {
  readonly id: 'inbox' | 'rules' | 'runs' | 'outbox' | 'records' | 'followUps' | 'channels' | 'approvals' | 'settings'
  readonly href: string
  /** Every address below this one belongs to it. */
  readonly under: string
  readonly icon: LucideIcon
  readonly command?: CommandId
}

/** Where the rail leads. A new area is one line here and a word under `shell.nav`. */
export const DESTINATIONS: readonly Destination[] = [
  { id: 'inbox', href: '/inbox', under: '/inbox', icon: Inbox, command: 'goInbox' },
  { id: 'rules', href: '/rules', under: '/rules', icon: Workflow, command: 'goRules' },
  { id: 'runs', href: '/executions', under: '/executions', icon: Activity, command: 'goRuns' },
  { id: 'outbox', href: '/outbox', under: '/outbox', icon: Send, command: 'goOutbox' },
  { id: 'records', href: '/records', under: '/records', icon: IdCard },
  { id: 'followUps', href: '/follow-ups', under: '/follow-ups', icon: CalendarClock },
  { id: 'channels', href: '/channels', under: '/channels', icon: Hash },
  { id: 'approvals', href: '/approvals', under: '/approvals', icon: Stamp },
  { id: 'settings', href: '/settings/accounts', under: '/settings', icon: Settings2, command: 'goSettings' },
]

/** Addresses that only a key leads to. */
export const JUMPS: readonly { readonly command: CommandId; readonly href: string }[] = [
  { command: 'goStarred', href: '/inbox?scope=starred' },
  { command: 'goSent', href: '/inbox?scope=sent' },
  { command: 'goLeads', href: '/records?type=lead' },
  { command: 'goTickets', href: '/records?type=ticket' },
]
