'use client'
import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { FileClock, History, Play, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Time } from '../language/time'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { EmptyState } from '../ui/empty-state'
import { Scroll } from '../ui/pane'
import { Tag } from '../ui/tag'
import { showToast } from '../ui/toast-store'
import { CompareVersions } from './compare-versions'
import { useEditor } from './editor-context'

/** What was published, newest first; any of them can become the draft again. */
export function VersionsDock() {
  const t = useTranslations('editor')
  const formats = useFormats()
  const { rule, save, session, canEdit } = useEditor()
  const trpc = useTRPC()
  const failed = useFailed()
  const [asked, setAsked] = useState<number | null>(null)
  const [compared, setCompared] = useState<number | null>(null)
  const restore = useMutation(trpc.rule.restoreVersion.mutationOptions({
    onSuccess: ({ draft, draftRevision }, { number }) => {
      session.edit(() => draft, { what: 'replaced', step: '' })
      save.adopt(draftRevision, draft)
      setAsked(null)
      showToast({ text: t('restored', { version: number }), tone: 'success' })
    },
    onError: (error) => failed(t('restore'), error),
  }))
  const go = async () => {
    const revision = await save.flush()
    if (revision !== null && asked !== null) restore.mutate({ id: rule.id, revision, number: asked })
  }
  if (rule.versions.length === 0) return <EmptyState icon={History} title={t('noVersions')} text={t('noVersionsText')} className="py-4" />
  return (
    <Scroll>
      <ul className="divide-y divide-line">
        {rule.versions.map((version) => (
          <li key={version.id} className="flex min-h-[46px] items-center gap-3 px-4 py-1.5 max-sm:flex-wrap">
            <span className="w-8 shrink-0 font-strong">{t('version', { version: version.number })}</span>
            <span className="min-w-0 flex-1">
              <span className="flex items-center gap-2">
                <span className="truncate">{version.note === '' ? <span className="text-ink-3">{t('noNote')}</span> : version.note}</span>
                {rule.live?.number === version.number && <Tag tone="success">{t('isLive')}</Tag>}
              </span>
              <span className="block text-12 text-ink-3">
                {version.author?.name ?? t('somebody')}, <Time at={version.publishedAt} />
              </span>
            </span>
            <span className="shrink-0 text-end text-12 text-ink-3">
              {t('versionSteps', { count: version.steps })}
              <span className="block">{t('versionRuns', { count: formats.number(version.executions) })}</span>
            </span>
            <span className="flex shrink-0 gap-3 max-sm:w-full max-sm:ps-11">
              <Button size="s" onClick={() => setCompared(version.number)} aria-label={t('compareVersion', { version: version.number })}>
                {t('compare')}
              </Button>
              {canEdit && (
                <Button size="s" onClick={() => setAsked(version.number)}>
                  {t('restore')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <CompareVersions number={compared} onClose={() => setCompared(null)} />
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={t('restoreTitle', { version: asked ?? 0 })}
        consequences={[
          { icon: FileClock, text: t('restoreDraft', { version: asked ?? 0 }) },
          { icon: Play, text: t('restoreLive') },
          { icon: Undo2, text: t('discardUndo') },
        ]}
        confirmLabel={t('restore')}
        onConfirm={() => void go()}
        busy={restore.isPending}
      />
    </Scroll>
  )
}
