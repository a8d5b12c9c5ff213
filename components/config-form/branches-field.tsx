'use client'
import { Ellipsis, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Problem } from '../../rules/problem'
import { useEditor } from '../rule-editor/editor-context'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'
import { Menu } from '../ui/menu'
import { ConditionsField } from './conditions-field'
import { emptyGroup } from './edit-conditions'
import { freeId, readBranches, type DraftBranch } from './edit-branches'

const MOST = 20

/** The ways of a router in the order they are tried: each its name and its conditions. Renaming one moves no connection. */
export function BranchesField({ label, value, onChange, problems }: { label: string; value: unknown; onChange: (branches: readonly DraftBranch[]) => void; problems: readonly Problem[] }) {
  const t = useTranslations('editor')
  const { canEdit } = useEditor()
  const branches = readBranches(value)
  const replace = (index: number, change: Partial<DraftBranch>) => onChange(branches.map((branch, at) => (at === index ? { ...branch, ...change } : branch)))
  const shift = (index: number, by: -1 | 1) => onChange(branches.map((branch, at) => (at === index ? (branches[index + by] ?? branch) : at === index + by ? (branches[index] ?? branch) : branch)))
  return (
    <section aria-label={label} className="flex flex-col gap-3">
      <h3 className="font-strong">{label}</h3>
      {branches.map((branch, index) => (
        <div key={branch.id} role="group" aria-label={branch.name} className="flex flex-col gap-2 rounded-node border border-line p-2">
          <span className="flex items-center gap-1">
            <Input size="l" aria-label={t('wayName')} maxLength={60} value={branch.name} disabled={!canEdit} onChange={(event) => replace(index, { name: event.target.value })} className="flex-1" />
            {canEdit && (
              <Menu
                align="end"
                trigger={<IconButton size="s" icon={Ellipsis} label={t('wayMenu', { name: branch.name })} />}
                items={[
                  { label: t('moveUp'), disabled: index === 0, onSelect: () => shift(index, -1) },
                  { label: t('moveDown'), disabled: index === branches.length - 1, onSelect: () => shift(index, 1) },
                  { label: t('deleteWay'), disabled: branches.length === 1, onSelect: () => onChange(branches.filter((_, at) => at !== index)) },
                ]}
              />
            )}
          </span>
          <ConditionsField bare label={branch.name} value={branch.conditions} onChange={(conditions) => replace(index, { conditions })} problems={problems.filter(({ field = '' }) => field.startsWith(`branches.${index}.conditions`))} />
        </div>
      ))}
      {canEdit && branches.length < MOST && (
        <Button look="quiet" size="s" icon={Plus} onClick={() => onChange([...branches, { ...freeId(branches), conditions: emptyGroup }])}>
          {t('newWay')}
        </Button>
      )}
    </section>
  )
}
