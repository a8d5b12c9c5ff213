'use client'
import { useState } from 'react'
import Link from 'next/link'
import { CopyPlus, Ellipsis, FileDown, Ghost, History, ListTree, Mail, Pause, Play, Redo2, Trash2, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { sameGraph } from '../rule-document/document'
import { StatePill } from '../rule-list/rule-state'
import { useRuleActions } from '../rule-list/use-rule-actions'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { ariaKeys, Kbd } from '../ui/kbd'
import { Menu } from '../ui/menu'
import { Tag } from '../ui/tag'
import { Crumbs, Separator, Spacer, Toolbar } from '../ui/toolbar'
import { DiscardDialog } from './discard-dialog'
import { useEditor, useGraph } from './editor-context'
import { PublishSheet } from './publish-sheet'
import { RuleName } from './rule-name'
import { SaveNote } from './save-note'
import { useStepCommands } from './use-step-commands'

/** What rule this is, whether it is live and saved, and what to do with it as a whole. */
export function TopBar({ roomy }: { roomy: boolean }) {
  const t = useTranslations('editor')
  const exchange = useTranslations('exchange')
  const backlog = useTranslations('backlog')
  const shadow = useTranslations('shadow')
  const { rule, session, canEdit, openDock } = useEditor()
  const commands = useStepCommands()
  const { past, future } = useStore(session).history
  const graph = useGraph()
  const actions = useRuleActions()
  const [publishing, setPublishing] = useState(false)
  const [discarding, setDiscarding] = useState(false)
  const unpublished = rule.live === null || !sameGraph(graph, rule.live.graph)
  const next = (rule.versions[0]?.number ?? 0) + 1
  useCommand('canvas.publish', () => setPublishing(true), { enabled: canEdit && unpublished })
  const undoing = past.length === 0 ? t('undo') : t('undoWhat', { what: nameOf(session.get().history.present.did) })
  const redoing = future[0] === undefined ? t('redo') : t('redoWhat', { what: nameOf(future[0].did) })
  return (
    <Toolbar className="gap-2">
      <Crumbs label={t('where')} links={[<Link key="rules" href="/rules">{t('rules')}</Link>]} current={<RuleName />} />
      {roomy && <Tag tone="fact" icon={Mail} className="max-[1440px]:hidden">{rule.account.name}</Tag>}
      <StatePill state={rule.state} version={rule.live?.number ?? null} />
      {unpublished && rule.live !== null && <Tag tone="warning" className="h-5 max-md:hidden">{t('unpublished')}</Tag>}
      {rule.hasShadow && <button type="button" title={shadow('pillHelp')} onClick={() => actions.showShadow(rule)} className="inline-flex rounded-tag"><Tag tone="info" icon={Ghost} className="h-5">{shadow('pill')}</Tag></button>}
      <Spacer />
      {roomy && <SaveNote />}
      {canEdit && roomy && (
        <>
          <IconButton icon={Undo2} label={undoing} keys={keysOf('canvas.undo')} disabled={past.length === 0} onClick={commands.undo} />
          <IconButton icon={Redo2} label={redoing} keys={keysOf('canvas.redo')} disabled={future.length === 0} onClick={commands.redo} />
          <Separator />
          {unpublished && rule.live !== null && (
            <Button look="quiet" size="l" className="max-xl:hidden" onClick={() => setDiscarding(true)}>
              {t('discardShort')}
            </Button>
          )}
        </>
      )}
      {roomy && (
        <Button size="l" icon={Play} aria-keyshortcuts={ariaKeys(keysOf('canvas.test'))} onClick={() => openDock('test')}>
          {t('test')}
          <Kbd keys={keysOf('canvas.test') ?? ''} className="max-xl:hidden" />
        </Button>
      )}
      {canEdit && roomy && (
        <Button look="primary" size="l" disabled={!unpublished} title={unpublished ? undefined : t('nothingToPublish')} onClick={() => setPublishing(true)}>
          {t('publishVersion', { version: next })}
        </Button>
      )}
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={t('more')} className="-me-1.5" />}
        items={[
          ...(canEdit ? [
            ...(roomy ? [] : [
              { label: t('undo'), icon: Undo2, onSelect: commands.undo, disabled: past.length === 0 },
              { label: t('redo'), icon: Redo2, onSelect: commands.redo, disabled: future.length === 0 },
            ]),
            { label: t('discard'), onSelect: () => setDiscarding(true), disabled: !unpublished || rule.live === null },
            'separator' as const,
          ] : []),
          { label: t('versions'), icon: ListTree, onSelect: () => openDock('versions') },
          ...(rule.live === null ? [] : [
            { label: backlog('menu'), icon: History, onSelect: () => actions.askToApply({ id: rule.id, name: rule.name, accountId: rule.account.id }) },
            { label: shadow('menu'), icon: Ghost, onSelect: () => actions.showShadow(rule) },
          ]),
          { label: exchange('exportMenu'), icon: FileDown, onSelect: () => actions.askToExport([rule]) },
          ...(canEdit ? [{ label: exchange('copyMenu'), icon: CopyPlus, onSelect: () => actions.askToCopy({ id: rule.id, name: rule.name, accountId: rule.account.id }) }] : []),
          ...(canEdit && rule.live !== null ? [rule.state === 'paused'
            ? { label: t('resume'), icon: Play, onSelect: () => actions.setPaused(rule, false) }
            : { label: t('pause'), icon: Pause, onSelect: () => actions.setPaused(rule, true) }] : []),
          ...(canEdit ? ['separator' as const, { label: t('deleteRule'), icon: Trash2, onSelect: () => actions.askToRemove({ id: rule.id, name: rule.name, liveVersion: rule.live?.number ?? null }) }] : []),
        ]}
      />
      <PublishSheet open={publishing} onOpenChange={setPublishing} number={next} />
      <DiscardDialog open={discarding} onOpenChange={setDiscarding} />
      {actions.dialogs}
    </Toolbar>
  )

  function nameOf(did: (typeof past)[number]['did']): string {
    return did === null ? '' : t(`did.${did.what}`, { step: did.step })
  }
}
