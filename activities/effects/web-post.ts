import type { Database } from '../../db/client'
import { pathKey } from '../../mail/endpoint-call'
import type { Caller } from '../../mail/http-call'
import { chatBody } from '../../rules/chat-body'
import type { EffectOf, Receipt } from '../../rules/effects'
import type { OpenSecret } from '../connections'
import { openEndpoint, type OpenEndpoint } from '../web/endpoint'
import { performCall, type CallOrder } from '../web/perform-call'
import type { EffectContext, OutwardPerformer } from './performer'

export interface WebParts {
  readonly database: Database
  readonly openSecret: OpenSecret
  readonly caller: Caller
}

/**
 * Posts a text to a chat in its own form. A lost answer is `uncertain` unless the action may be repeated; Matrix knows by the transaction id in the path which posts
 * are one, so there it always may. An endpoint that was removed skips the step.
 */
export function webPost({ database, openSecret, caller }: WebParts): OutwardPerformer<'web.post'> {
  return {
    async perform(context, effect, hold) {
      const opened = await openEndpoint(database, openSecret, context.workspaceId, effect.endpointRef)
      if (opened === null) return { effect: 'web.post', result: 'skipped', reason: 'part is off', detail: 'no endpoint' }
      const called = await performCall(caller, orderOf(opened, context, effect), hold, context.now)
      return called === 'answer lost' ? LOST : { effect: 'web.post', result: 'done', change: 'changed', ref: effect.endpointRef, answer: called }
    },
    async lookup({ workspaceId }, { endpointRef, repeatable }) {
      const opened = repeatable ? null : await openEndpoint(database, openSecret, workspaceId, endpointRef)
      return repeatable || opened?.style === 'matrix' ? null : LOST
    },
  }
}

const LOST: Receipt = { effect: 'web.post', result: 'uncertain', code: 'web.answer lost' }

function orderOf({ style, url, secret }: OpenEndpoint, { key }: EffectContext, { text, repeatable }: EffectOf<'web.post'>): CallOrder {
  const common = { url, secret, headers: {}, key }
  if (style === 'http') return { isRepeatable: repeatable, request: { ...common, isSigned: true, method: 'POST', path: '', body: { type: 'application/json', text: JSON.stringify({ text }) } } }
  const body = { type: 'application/json', text: chatBody(style, text) }
  if (style === 'matrix') return { isRepeatable: true, request: { ...common, isSigned: false, method: 'PUT', path: `/${pathKey(key)}`, body } }
  return { isRepeatable: repeatable, request: { ...common, secret: null, isSigned: false, method: 'POST', path: '', body } }
}
