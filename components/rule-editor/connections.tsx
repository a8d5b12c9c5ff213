'use client'
import { useTranslations } from 'next-intl'
import { ArrowRight, ChevronDown, ChevronUp, Plus, Unlink } from 'lucide-react'
import type { GraphNode } from '../../rules/graph'
import { possibleTargets } from '../rule-document/connect'
import { edgesFrom, nodeOf, portsOf } from '../rule-document/document'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { useEditor, useGraph } from './editor-context'
import { useStepCommands } from './use-step-commands'
import { useStepWords } from './use-step-words'

/** Where each way out leads, and the list to lead it elsewhere: what dragging from handle to handle does, without dragging. */
export function Connections({ node }: { node: GraphNode }) {
  const t = useTranslations('editor')
  const { names, rule, show, canEdit } = useEditor()
  const graph = useGraph()
  const words = useStepWords(names, rule.account.name)
  const commands = useStepCommands()
  const ports = portsOf(node)
  if (ports.length === 0) return <p className="text-ink-3">{t('endsHere')}</p>
  return (
    <section aria-label={t('then')}>
      <h3 className="mb-1 font-strong">{t('then')}</h3>
      <ul>
        {ports.map((port) => {
          const edges = edgesFrom(graph, node.id, port)
          return (
            <li key={port} className="flex min-h-8 items-start gap-2 py-0.5 max-sm:min-h-11">
              {ports.length > 1 && (
                <span className="w-24 shrink-0 truncate pt-1 font-medium" title={words.port(node, port)}>
                  {words.port(node, port)}
                </span>
              )}
              <Icon of={ArrowRight} size={14} className="mt-1.5 text-ink-3" />
              <span className="min-w-0 flex-1">
                {edges.length === 0 && <span className="block pt-1 text-ink-3">{t('nothing')}</span>}
                {edges.map((edge, index) => {
                  const target = nodeOf(graph, edge.to)
                  return (
                    <span key={edge.id} className="flex items-center gap-0.5">
                      <button type="button" onClick={() => show(edge.to)} className="min-w-0 flex-1 truncate rounded-tag py-1 text-start hover:underline">
                        {target === null ? '' : words.title(target)}
                      </button>
                      {canEdit && edges.length > 1 && (
                        <>
                          <IconButton size="s" icon={ChevronUp} label={t('moveUp')} disabled={index === 0} onClick={() => commands.reorder(edge.to, -1)} />
                          <IconButton size="s" icon={ChevronDown} label={t('moveDown')} disabled={index === edges.length - 1} onClick={() => commands.reorder(edge.to, 1)} />
                          <IconButton size="s" icon={Unlink} label={t('disconnect')} onClick={() => commands.disconnect(edge.id)} />
                        </>
                      )}
                    </span>
                  )
                })}
              </span>
              {canEdit && <ConnectMenu node={node} port={port} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function ConnectMenu({ node, port }: { node: GraphNode; port: string }) {
  const t = useTranslations('editor')
  const { names, rule, add } = useEditor()
  const graph = useGraph()
  const words = useStepWords(names, rule.account.name)
  const commands = useStepCommands()
  const edges = edgesFrom(graph, node.id, port)
  const targets = possibleTargets(graph, node.id, port)
  const label = words.port(node, port)
  const entry = (id: string, act: () => unknown) => {
    const target = nodeOf(graph, id)
    return { label: target === null ? id : words.title(target), ...(target === null ? {} : { hint: words.summary(target) }), onSelect: () => void act() }
  }
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" size="s" className="mt-0.5" aria-label={t(edges.length === 0 ? 'connectPort' : 'changePort', { port: label })}>
          {t(edges.length === 0 ? 'connectTo' : 'change')}
        </Button>
      }
      items={[
        { label: t('newStepHere'), icon: Plus, onSelect: () => add({ place: edges[0] === undefined ? { kind: 'port', from: node.id, port } : { kind: 'edge', edge: edges[0].id }, at: null }) },
        ...(targets.length > 0 ? ['separator' as const, { heading: t(edges.length === 0 ? 'connectTo' : 'leadTo') }, ...targets.map((id) => entry(id, () => commands.redirect(node.id, port, id)))] : []),
        ...(edges.length > 0 && targets.length > 0 ? ['separator' as const, { heading: t('alsoTo') }, ...targets.map((id) => entry(id, () => commands.connect(node.id, port, id)))] : []),
        ...(edges.length > 0 ? ['separator' as const, { label: t('disconnect'), icon: Unlink, onSelect: () => void commands.redirect(node.id, port, null) }] : []),
      ]}
    />
  )
}
