'use client'
import { useState, type RefObject } from 'react'
import { useTranslations } from 'next-intl'
import type { CanvasHandle } from '../canvas/canvas'
import { useMedia } from '../shell/panes'
import { Segmented } from '../ui/segmented'
import { Sheet } from '../ui/sheet'
import { Scroll } from '../ui/pane'
import { Dock } from './dock'
import { TestDock } from './dock-test'
import { ProblemsDock } from './dock-problems'
import { WhatIfDock } from '../rule-what-if/what-if-dock'
import { VersionsDock } from './dock-versions'
import { useEditor, useSelected, type DockTab, type Inspecting } from './editor-context'
import { Inspector } from './inspector'
import { Outline } from '../outline/outline'
import { PhoneBar } from './phone-bar'
import { RuleCanvas } from './rule-canvas'
import { SentenceText } from './sentence-text'
import { SideColumn } from './side-column'

export interface FrameProps {
  roomy: boolean
  canvas: RefObject<CanvasHandle | null>
  dock: DockTab | 'closed'
  setDock: (tab: DockTab | 'closed' | null) => void
  inspecting: Inspecting | null
  setInspecting: (inspecting: null) => void
}

/** Where the parts of the editor stand, by the room there is: side by side, with the inspector as a sheet, or one after the other on a phone. */
export function EditorFrame(props: FrameProps) {
  const wide = useMedia('(min-width: 1024px)')
  const palette = useMedia('(min-width: 1280px)')
  if (!props.roomy) return <PhoneFrame {...props} />
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex min-h-0 flex-1">
          {palette && <SideColumn />}
          <RuleCanvas handle={props.canvas} />
        </div>
        <Dock tab={props.dock} onTab={props.setDock} />
      </div>
      {wide ? (
        <aside data-region="panel" className="flex w-(--inspector) shrink-0 flex-col overflow-hidden border-s border-line bg-bg">
          <Inspector wanted={props.inspecting} />
        </aside>
      ) : (
        <InspectorSheet {...props} />
      )}
    </div>
  )
}

function InspectorSheet({ inspecting, setInspecting }: Pick<FrameProps, 'inspecting' | 'setInspecting'>) {
  const t = useTranslations('editor')
  const some = useSelected().length > 0
  return (
    <Sheet open={inspecting !== null && some} onOpenChange={() => setInspecting(null)} title={t('inspector')} className="max-sm:pb-4">
      <Inspector wanted={inspecting} />
    </Sheet>
  )
}

type View = 'outline' | 'sentence' | 'canvas'

/** On a phone the outline and the sentence are the editor; the canvas only shows. */
function PhoneFrame({ canvas, dock, setDock, ...rest }: FrameProps) {
  const t = useTranslations('editor')
  const { problems } = useEditor()
  const [view, setView] = useState<View>('outline')
  const sheet = dock === 'closed' || dock === 'sentence' ? null : dock
  return (
    <>
      <div className="shrink-0 border-b border-line p-2 px-4">
        <Segmented<View>
          label={t('view')}
          value={view}
          onChange={setView}
          options={[{ value: 'outline', label: t('outline') }, { value: 'sentence', label: t('sentence') }, { value: 'canvas', label: t('canvas') }]}
          className="flex w-full [&>button]:flex-1"
        />
      </div>
      {view === 'outline' && (
        <Scroll>
          <Outline />
        </Scroll>
      )}
      {view === 'sentence' && (
        <Scroll className="p-4 text-14 leading-6">
          <SentenceText />
        </Scroll>
      )}
      {view === 'canvas' && <RuleCanvas handle={canvas} viewOnly />}
      <PhoneBar onTest={() => setDock('test')} onProblems={() => setDock('problems')} problems={problems.length} />
      <Sheet side="bottom" open={sheet !== null} onOpenChange={() => setDock('closed')} title={sheet === null ? '' : t(`dock.${sheet}`)} className="h-[85dvh]">
        {(sheet === 'test' || sheet === 'whatIf') && (
          <Segmented<'test' | 'whatIf'> label={t('test')} value={sheet} onChange={setDock} options={[{ value: 'test', label: t('dock.test') }, { value: 'whatIf', label: t('dock.whatIf') }]} className="mx-4 mt-3 mb-2 flex [&>button]:flex-1" />
        )}
        {sheet === 'test' && <TestDock />}
        {sheet === 'whatIf' && <WhatIfDock />}
        {sheet === 'problems' && <ProblemsDock onJump={() => setDock('closed')} />}
        {sheet === 'versions' && <VersionsDock />}
      </Sheet>
      <InspectorSheet {...rest} />
    </>
  )
}
