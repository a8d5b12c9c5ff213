import type { LucideIcon } from 'lucide-react'
import { cn } from './class-names'

export type { LucideIcon }

/** A lucide glyph in our stroke. 14 in chips, 16 beside text, 18 in the rail, 20 on phones. Always decoration: the word beside it, or the control's label, says it. */
export function Icon({ of: Glyph, size = 16, className }: { of: LucideIcon; size?: 12 | 14 | 16 | 18 | 20; className?: string }) {
  return <Glyph aria-hidden width={size} height={size} strokeWidth={1.75} className={cn('block shrink-0', className)} />
}
