'use client'
import { useRef } from 'react'
import { ToggleGroup } from 'radix-ui'
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RECORD_STAGES } from '../../rules/record'
import { useCommand } from '../keyboard/use-command'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { Select } from '../ui/select'
import type { RecordType, Stage } from './record-url'
import { useStageName } from './stages'

export interface StagePickerProps {
  type: RecordType
  value: Stage
  onChange: (stage: Stage) => void
}

/** Where the record stands, as a way from left to right; on phones as a choice. */
export function StagePicker({ type, value, onChange }: StagePickerProps) {
  const t = useTranslations('records')
  const nameOf = useStageName()
  const bar = useRef<HTMLDivElement>(null)
  const at = RECORD_STAGES.indexOf(value)
  const choose = (next: string) => {
    const stage = RECORD_STAGES.find((candidate) => candidate === next)
    if (stage) onChange(stage)
  }
  useCommand('records.stage', () => bar.current?.querySelector<HTMLElement>('[data-state="on"], [role="combobox"]')?.focus())
  return (
    <div ref={bar}>
      <ToggleGroup.Root type="single" aria-label={t('stageLabel')} value={value} onValueChange={choose} className="inline-flex max-md:hidden">
        {RECORD_STAGES.map((stage, index) => (
          <ToggleGroup.Item
            key={stage}
            value={stage}
            className={cn(
              'relative -ms-px inline-flex h-7 items-center gap-1.5 border border-line-strong bg-raised px-3 font-medium whitespace-nowrap text-ink-2 first:ms-0 first:rounded-s-control last:rounded-e-control hover:bg-hover hover:text-ink focus-visible:z-(--z-sticky)',
              'data-[state=on]:z-[1] data-[state=on]:border-accent-line data-[state=on]:bg-accent-soft data-[state=on]:text-accent-ink',
            )}
          >
            {index < at && index < 3 && <Icon of={Check} size={14} className="text-success-ink" />}
            {nameOf(type, stage)}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <Select aria-label={t('stageLabel')} value={value} onChange={onChange} options={RECORD_STAGES.map((stage) => ({ value: stage, label: nameOf(type, stage) }))} className="w-full min-w-40 md:hidden" />
    </div>
  )
}
