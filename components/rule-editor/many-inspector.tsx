'use client'
import { Copy, Network, Trash2, Unplug } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { Button } from '../ui/button'
import { ariaKeys, Kbd } from '../ui/kbd'
import { useEditor } from './editor-context'
import { useStepCommands } from './use-step-commands'

/** Several selected steps: what can be done with all of them. */
export function ManyInspector({ ids }: { ids: readonly string[] }) {
  const t = useTranslations('editor')
  const { canEdit } = useEditor()
  const commands = useStepCommands()
  const acts = [
    { icon: Copy, label: t('duplicate'), keys: keysOf('canvas.duplicate'), act: () => commands.duplicate(ids) },
    { icon: Network, label: t('tidyThese'), keys: keysOf('canvas.tidy'), act: () => commands.tidy(ids) },
    { icon: Unplug, label: t('deleteAndHeal'), keys: keysOf('canvas.deleteAndHeal'), act: () => commands.heal(ids) },
    { icon: Trash2, label: t('delete'), keys: keysOf('canvas.delete'), act: () => commands.remove(ids) },
  ]
  return (
    <div className="flex flex-col gap-1 p-4">
      <h2 className="mb-2 text-14 font-strong">{t('stepsSelected', { count: ids.length })}</h2>
      {canEdit && acts.map(({ icon, label, keys, act }) => (
        <Button key={label} aria-keyshortcuts={ariaKeys(keys)} look="quiet" size="l" icon={icon} className="justify-start" onClick={act}>
          <span className="flex-1 text-start">{label}</span>
          <Kbd keys={keys ?? ''} />
        </Button>
      ))}
    </div>
  )
}
