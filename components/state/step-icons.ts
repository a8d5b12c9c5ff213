import { Bell, CircleHelp, FilePlus2, FolderInput, Hourglass, Inbox, ListX, OctagonX, Reply, Split, Star, Tag } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { nodeType } from '../../rules/nodes/index'

/** The glyphs that node types name. A new node type with a new glyph needs a line here. */
const ICONS: Readonly<Record<string, LucideIcon>> = {
  bell: Bell, 'file-plus-2': FilePlus2, 'folder-input': FolderInput, hourglass: Hourglass, inbox: Inbox, 'list-x': ListX, 'octagon-x': OctagonX, reply: Reply, split: Split, star: Star, tag: Tag,
}

/** The glyph of a kind of step; a question mark for one that this version does not know. */
export function stepIcon(type: string): LucideIcon {
  return ICONS[nodeType(type)?.icon ?? ''] ?? CircleHelp
}
