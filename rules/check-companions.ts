import type { References } from './check-references'
import { reachableFrom } from './check-shape'
import type { Part } from './part'
import { fold } from './fold'
import type { GraphEdge } from './graph'
import { portsOf } from './ports'
import { problem } from './problem'
import type { Problem } from './problem'

/** Steps that lack what they need beside them: a server to send through, a folder for archived mail, a channel, something that follows. All of it may still come, so nothing is refused. */
export function checkCompanions(parts: readonly Part[], edges: readonly GraphEdge[], references: References): readonly Problem[] {
  return parts.filter(({ node }) => node.enabled).flatMap((part) => [...lacking(part, references), ...idleWaits(part, edges), ...undone(part, parts, edges)])
}

function lacking({ node, type, config }: Part, { canSend, roles, channels }: References): readonly Problem[] {
  if (type.role !== 'action') return []
  const effects = type.effectsOf?.(config) ?? type.effects
  const sends = effects.some((effect) => effect.startsWith('mail.'))
  const files = effects.includes('message.file') ? (type.type.includes('spam') ? 'junk' : 'archive') : null
  const channel = effects.includes('channel.post') && config['createMissing'] === false ? String(config['channel']) : null
  return [
    ...(sends && canSend === false ? [problem(node.id, 'noOutgoingServer')] : []),
    ...(files !== null && roles !== undefined && !roles.includes(files) ? [problem(node.id, files === 'junk' ? 'noJunkFolder' : 'noArchiveFolder')] : []),
    ...(channel !== null && channels !== undefined && !channels.some((name) => fold(name) === fold(channel)) ? [problem(node.id, 'channelMissing', { field: 'channel' })] : []),
  ]
}

/** A wait after which nothing comes, or whose answer makes no difference. */
function idleWaits({ node, type, config }: Part, edges: readonly GraphEdge[]): readonly Problem[] {
  if (type.role !== 'wait') return []
  const targets = (port: string) => edges.filter((edge) => edge.from === node.id && edge.port === port).map(({ to }) => to).toSorted()
  const ports = portsOf(type, config)
  if (!edges.some(({ from }) => from === node.id)) return [problem(node.id, 'waitLeadsNowhere')]
  const [approved, rejected] = [targets('approved'), targets('rejected')]
  return ports.includes('approved') && approved.length > 0 && approved.join() === rejected.join() ? [problem(node.id, 'decisionUnused')] : []
}

/** Pairs of steps of which the second takes back the first. What a wait stands between is meant. */
function undone(part: Part, parts: readonly Part[], edges: readonly GraphEdge[]): readonly Problem[] {
  const done = doneBy(part)
  if (done === null) return []
  const waits = new Set(parts.filter(({ type }) => type.role === 'wait').map(({ node }) => node.id))
  const after = reachableFrom(part.node.id, edges.filter(({ from }) => !waits.has(from)))
  const isUndone = parts.some((later) => later !== part && later.node.enabled && after.has(later.node.id) && doneBy(later) === opposite(done))
  return isUndone ? [problem(part.node.id, 'undoneLater')] : []
}

/** What a step does to a mail that another can take back, such as `+tag finance`. */
function doneBy({ type, config }: Part): string | null {
  if (type.role !== 'action') return null
  const tag = fold(String(config['tag'] ?? ''))
  if (type.effects.includes('tag.add')) return `+tag ${tag}`
  if (type.effects.includes('tag.remove')) return `-tag ${tag}`
  if (type.effects.includes('message.star')) return config['starred'] === true ? '+star' : '-star'
  if (type.effects.includes('message.mark')) return config['read'] === true ? '+read' : '-read'
  return null
}

function opposite(done: string): string {
  return `${done.startsWith('+') ? '-' : '+'}${done.slice(1)}`
}
