import type { NodeType } from '../../rules/node-type'
import { nodeType } from '../../rules/nodes/index'
import { cn } from '../ui/class-names'
import { Icon, type LucideIcon } from '../ui/icon'

const SHAPES: { readonly [R in NodeType['role']]: { readonly ink: string; readonly shape: string } } = {
  trigger: { ink: 'text-trigger', shape: 'rounded-full bg-trigger-soft' },
  condition: { ink: 'text-condition', shape: 'rotate-45 scale-[0.74] rounded-[7px] bg-condition-soft' },
  action: { ink: 'text-action', shape: 'rounded-node bg-action-soft' },
  wait: { ink: 'text-wait', shape: 'rounded-t-node rounded-b-[50%] bg-wait-soft' },
}

/** Actions of each group have a shape of their own: a square files mail, a sheet makes a record, a bubble tells people, an arrowhead answers. */
const ACTION_SHAPES: { readonly [group: string]: string } = { create: 'rounded-[3px]', notify: 'rounded-[50%_50%_50%_4px]', respond: 'rounded-s-[50%] rounded-e-node' }

/** The role of a node as shape, colour and icon: a circle starts, a diamond decides, a square acts, a shield waits. */
export function RoleTile({ role, icon, of, size = 'm', className }: { role: NodeType['role']; icon: LucideIcon; /** The type of the node, so that groups of actions can be told apart. */ of?: string; size?: 's' | 'm'; className?: string }) {
  const { ink, shape } = SHAPES[role]
  const group = role === 'action' && of !== undefined ? ACTION_SHAPES[nodeType(of)?.group ?? ''] : undefined
  return (
    <span aria-hidden className={cn('relative isolate grid shrink-0 place-items-center', size === 's' ? 'size-6' : 'size-8', ink, className)}>
      <span className={cn('absolute inset-0 -z-10 shadow-[inset_0_0_0_1px_color-mix(in_srgb,currentColor_16%,transparent)]', shape, group)} />
      <Icon of={icon} size={size === 's' ? 14 : 16} />
    </span>
  )
}
