'use client'
import { RadioGroup } from 'radix-ui'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'

export interface Choice<T extends string> {
  readonly value: T
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
}

/** One of a few ways, each with a sentence that says when to take it. */
export function ChoiceCards<T extends string>({ label, value, choices, onChange }: { label: string; value: T; choices: readonly Choice<T>[]; onChange: (value: T) => void }) {
  const choose = (next: string) => {
    const choice = choices.find((candidate) => candidate.value === next)
    if (choice) onChange(choice.value)
  }
  return (
    <RadioGroup.Root aria-label={label} value={value} onValueChange={choose} className="flex flex-col gap-2">
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className={cn('flex items-start gap-3 rounded-node border px-3 py-2.5 text-start', choice.value === value ? 'border-accent bg-selected shadow-[inset_0_0_0_1px_var(--accent)]' : 'border-line-control hover:bg-hover')}
        >
          <Icon of={choice.icon} className={cn('mt-0.5', choice.value === value ? 'text-accent-ink' : 'text-ink-3')} />
          <span className="min-w-0">
            <span className="block font-medium">{choice.title}</span>
            <span className="block text-12 text-ink-2">{choice.text}</span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
