'use client'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import type { RecordType, Stage } from './record-url'
import { STAGE_LOOKS, useStageName } from './stages'

/** Icon, word and colour of a stage. */
export function StageChip({ type, stage, className }: { type: RecordType; stage: Stage; className?: string }) {
  const look = STAGE_LOOKS[stage]
  return (
    <span className={cn('inline-flex max-w-full items-center gap-1.5 text-12 font-medium whitespace-nowrap', look.ink, className)}>
      <Icon of={look.icon} size={14} />
      <span className="truncate">{useStageName()(type, stage)}</span>
    </span>
  )
}
