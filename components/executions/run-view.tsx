import { cn } from '../ui/class-names'
import { Icon, type LucideIcon } from '../ui/icon'

/** A ready choice of states; chosen while exactly these are. */
export function RunView({ icon, label, current, count, onChoose }: { icon: LucideIcon; label: string; current: boolean; count: string; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={current}
      onClick={onChoose}
      className={cn('flex min-h-7 items-center gap-2 rounded-control px-2 text-start text-ink-2 hover:bg-hover max-lg:min-h-11', current && 'bg-pressed font-medium text-ink hover:bg-pressed')}
    >
      <Icon of={icon} className={current ? 'text-ink' : 'text-ink-3'} />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <span className="text-12 font-normal text-ink-3">{count}</span>
    </button>
  )
}
