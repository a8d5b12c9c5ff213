'use client'
import { createContext, useContext } from 'react'
import { getSmoothStepPath, type ConnectionLineComponentProps } from '@xyflow/react'
import type { CardNode } from './canvas-parts'

/** Why the connection that is being drawn cannot be made; null when it can. */
export const RefusalContext = createContext<(from: string, port: string, to: string) => string | null>(() => null)

/** The line under the pointer while a connection is drawn. Over a step it cannot lead to, it says why. */
export function ConnectingLine({ fromX, fromY, toX, toY, fromPosition, toPosition, fromNode, fromHandle, toNode }: ConnectionLineComponentProps<CardNode>) {
  const refusal = useContext(RefusalContext)
  const [path] = getSmoothStepPath({ sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY, sourcePosition: fromPosition, targetPosition: toPosition, borderRadius: 8 })
  const [from, port, to] = fromHandle.type === 'source' ? [fromNode.id, fromHandle.id, toNode?.id] : [toNode?.id, null, fromNode.id]
  const reason = from === undefined || to === undefined || port === null || port === undefined ? null : refusal(from, port, to)
  return (
    <g>
      <path d={path} fill="none" stroke={reason === null ? 'var(--accent)' : 'var(--edge)'} strokeWidth={2} />
      {reason !== null && (
        <foreignObject x={toX + 12} y={toY + 12} width={280} height={60} className="overflow-visible">
          <span className="inline-block rounded-control border border-line-strong bg-raised px-2 py-1 text-12 text-danger-ink">{reason}</span>
        </foreignObject>
      )}
    </g>
  )
}
