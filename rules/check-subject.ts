import type { Part } from './part'
import { needsMail } from './effects'
import { problem } from './problem'
import type { Problem } from './problem'

/** Steps that act on a mail, in a rule that is set off by something without one: they could never do anything. */
export function checkSubject(parts: readonly Part[]): readonly Problem[] {
  const isWithoutMail = parts.some(({ type }) => type.role === 'trigger' && type.subject === 'none')
  if (!isWithoutMail) return []
  return parts.flatMap(({ node, type, config }) => {
    const acts = type.role === 'action' && node.enabled && type.effects.length > 0 && type.effects.every(needsMail)
    const listens = config['listensTo'] === 'replied' || config['listensTo'] === 'answered'
    return acts || listens ? [problem(node.id, 'needsMail')] : []
  })
}
