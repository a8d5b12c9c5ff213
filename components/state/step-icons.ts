import {
  AlarmClock, Archive, Bell, BriefcaseBusiness, CalendarClock, CalendarSearch, CircleHelp, CornerUpRight, FileClock, FilePen, FilePlus2, FolderInput, Forward, Globe, Hand, Hash, Hourglass, IdCard, Inbox, Link2, ListX, MailOpen, MessageSquareShare, OctagonX, Reply, Route, Send, ShieldAlert, Split, Stamp, Star, Sunrise, Tag, Tags, UserCheck, Variable, Webhook, Workflow,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { nodeType } from '../../rules/nodes/index'

/** The glyphs that node types name. A new node type with a new glyph needs a line here. */
const ICONS: Readonly<Record<string, LucideIcon>> = {
  'briefcase-business': BriefcaseBusiness, 'calendar-clock': CalendarClock, 'calendar-search': CalendarSearch, 'file-clock': FileClock, stamp: Stamp, sunrise: Sunrise, webhook: Webhook,
  'alarm-clock': AlarmClock, archive: Archive, 'corner-up-right': CornerUpRight, 'file-pen': FilePen, forward: Forward, globe: Globe, hand: Hand, hash: Hash, 'id-card': IdCard, 'link-2': Link2, 'mail-open': MailOpen, 'message-square-share': MessageSquareShare, route: Route, send: Send, 'shield-alert': ShieldAlert, tags: Tags, 'user-check': UserCheck, variable: Variable, workflow: Workflow,
  bell: Bell, 'file-plus-2': FilePlus2, 'folder-input': FolderInput, hourglass: Hourglass, inbox: Inbox, 'list-x': ListX, 'octagon-x': OctagonX, reply: Reply, split: Split, star: Star, tag: Tag,
}

/** The glyph of a kind of step; a question mark for one that this version does not know. */
export function stepIcon(type: string): LucideIcon {
  return ICONS[nodeType(type)?.icon ?? ''] ?? CircleHelp
}
