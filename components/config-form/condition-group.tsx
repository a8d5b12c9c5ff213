'use client'
import { useState } from 'react'
import { Ellipsis, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { MAX_DEPTH } from '../../rules/condition-tree'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { Segmented } from '../ui/segmented'
import { Sheet } from '../ui/sheet'
import { ConditionRow } from './condition-row'
import { addTo, emptyGroup, emptyTest, replaceAt, shift, unwrap } from './edit-conditions'
import type { GroupProps } from './group-props'

/** From the third level on a group opens by itself: indentation has eaten its room. */
const OPENS_APART = 3

/** All, any or none of what stands in the box. */
export function ConditionGroupBox(props: GroupProps) {
  const t = useTranslations('editor')
  const { tree, group, path, onChange, errors } = props
  const depth = path.length + 1
  const [apart, setApart] = useState(false)
  const error = errors.get(path.join('.'))
  if (path.length >= OPENS_APART - 1 && !apart) {
    return (
      <div className="flex items-center gap-2 px-3 py-2">
        <span className="min-w-0 flex-1 text-ink-2">{t('groupOf', { mode: group.mode, count: group.items.length })}</span>
        {error && <span className="text-12 text-danger-ink">{error}</span>}
        <Button size="s" onClick={() => setApart(true)}>
          {t('openGroup')}
        </Button>
        <GroupMenu {...props} />
      </div>
    )
  }
  const box = (
    <div role="group" aria-label={t('groupOf', { mode: group.mode, count: group.items.length })} className={cn('rounded-node border border-line-strong', path.length > 0 ? 'm-2 bg-surface' : 'bg-bg')}>
      <div className="flex min-h-10 flex-wrap items-center gap-2 px-2 py-1">
        <Segmented
          size="s"
          label={t('groupMode')}
          value={group.mode}
          onChange={(mode) => onChange(replaceAt(tree, path, (item) => (item.kind === 'group' ? { ...item, mode } : item)))}
          options={[{ value: 'all', label: t('mode.all') }, { value: 'any', label: t('mode.any') }, { value: 'none', label: t('mode.none') }]}
        />
        <span className="min-w-0 flex-1 text-ink-2">{t('ofThese')}</span>
        {path.length > 0 && <GroupMenu {...props} />}
      </div>
      {group.items.map((item, index) => {
        const place = [...path, index]
        return (
          <div key={index} className="border-t border-line">
            {item.kind === 'group' ? <ConditionGroupBox {...props} group={item} path={place} /> : <ConditionRow {...props} test={item} path={place} siblings={group.items.length} />}
          </div>
        )
      })}
      {error && <p className="px-3 py-2 text-12 text-danger-ink">{error}</p>}
      <div className="flex gap-1 border-t border-line px-1.5 py-1.5">
        <Button look="quiet" size="s" icon={Plus} onClick={() => onChange(addTo(tree, path, emptyTest))}>
          {t('condition')}
        </Button>
        {depth < MAX_DEPTH && (
          <Button look="quiet" size="s" icon={Plus} onClick={() => onChange(addTo(tree, path, { ...emptyGroup, mode: group.mode === 'all' ? 'any' : 'all', items: [emptyTest] }))}>
            {t('group')}
          </Button>
        )}
      </div>
    </div>
  )
  if (!apart) return box
  return (
    <Sheet open onOpenChange={() => setApart(false)} title={t('groupOf', { mode: group.mode, count: group.items.length })}>
      <div className="p-2">{box}</div>
    </Sheet>
  )
}

function GroupMenu({ tree, path, onChange }: GroupProps) {
  const t = useTranslations('editor')
  return (
    <Menu
      align="end"
      trigger={<IconButton size="s" icon={Ellipsis} label={t('groupMenu')} />}
      items={[
        { label: t('moveUp'), onSelect: () => onChange(shift(tree, path, -1)) },
        { label: t('moveDown'), onSelect: () => onChange(shift(tree, path, 1)) },
        { label: t('dissolve'), onSelect: () => onChange(unwrap(tree, path)) },
        { label: t('deleteGroup'), onSelect: () => onChange(replaceAt(tree, path, () => null)) },
      ]}
    />
  )
}
