import type { NodeType } from '../../rules/node-type'
import { cn } from '../ui/class-names'
import { Icon, type LucideIcon } from '../ui/icon'

const SHAPES: { readonly [R in NodeType['role']]: { readonly ink: string; readonly shape: string } } = {
  trigger: { ink: 'text-trigger', shape: 'rounded-full bg-trigger-soft' },
  condition: { ink: 'text-condition', shape: 'rotate-45 scale-[0.74] rounded-[7px] bg-condition-soft' },
  action: { ink: 'text-action', shape: 'rounded-node bg-action-soft' },
  wait: { ink: 'text-wait', shape: 'rounded-t-node rounded-b-[50%] bg-wait-soft' },
}

/** The role of a node as shape, colour and icon: a circle starts, a diamond decides, a square acts, a shield waits. */
export function RoleTile({ role, icon, size = 'm', className }: { role: NodeType['role']; icon: LucideIcon; size?: 's' | 'm'; className?: string }) {
  const { ink, shape } = SHAPES[role]
  return (
    <span aria-hidden className={cn('relative isolate grid shrink-0 place-items-center', size === 's' ? 'size-6' : 'size-8', ink, className)}>
      <span className={cn('absolute inset-0 -z-10 shadow-[inset_0_0_0_1px_color-mix(in_srgb,currentColor_16%,transparent)]', shape)} />
      <Icon of={icon} size={size === 's' ? 14 : 16} />
    </span>
  )
}
