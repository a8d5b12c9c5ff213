'use client'
import { Panel, useReactFlow } from '@xyflow/react'
import { Maximize, Minus, Network, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { IconButton } from '../ui/icon-button'

/** Zoom, fit and tidy in one strip, beside React Flow's own line. */
export function CanvasControls({ onTidy }: { onTidy?: () => void }) {
  const t = useTranslations('editor')
  const flow = useReactFlow()
  return (
    <Panel position="bottom-right" className="!m-3 flex gap-1 rounded-control border border-line-strong bg-raised p-0.5">
      <IconButton icon={Plus} label={t('zoomIn')} onClick={() => void flow.zoomIn({ duration: 100 })} />
      <IconButton icon={Minus} label={t('zoomOut')} onClick={() => void flow.zoomOut({ duration: 100 })} />
      <IconButton icon={Maximize} label={t('zoomFit')} keys={keysOf('canvas.zoomFit')} onClick={() => void flow.fitView({ padding: '24px', maxZoom: 1, duration: 150 })} />
      {onTidy && <IconButton icon={Network} label={t('tidy')} keys={keysOf('canvas.tidy')} onClick={onTidy} />}
    </Panel>
  )
}
