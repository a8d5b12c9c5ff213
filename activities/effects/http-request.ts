import type { Receipt } from '../../rules/effects'
import { openEndpoint } from '../web/endpoint'
import { performCall } from '../web/perform-call'
import type { OutwardPerformer } from './performer'
import type { WebParts } from './web-post'

/**
 * Calls a web address with the effect's key in `Idempotency-Key` and a signature over the body. A lost answer is `uncertain` unless the action says that it is safe
 * to repeat: then the call is made again with the same key. An endpoint that was removed skips the step.
 */
export function httpRequest({ database, openSecret, caller }: WebParts): OutwardPerformer<'http.request'> {
  return {
    async perform({ workspaceId, key, now }, { endpointRef, method, path, headers, body, repeatable }, hold) {
      const opened = await openEndpoint(database, openSecret, workspaceId, endpointRef)
      if (opened === null) return { effect: 'http.request', result: 'skipped', reason: 'part is off', detail: 'no endpoint' }
      const { url, secret, style } = opened
      const request = { url, secret, isSigned: style !== 'matrix', method, path, headers, body, key }
      const called = await performCall(caller, { request, isRepeatable: repeatable || method === 'GET' }, hold, now)
      return called === 'answer lost' ? LOST : { effect: 'http.request', result: 'done', change: 'changed', ref: endpointRef, answer: called }
    },
    lookup: async (_context, { repeatable, method }) => (repeatable || method === 'GET' ? null : LOST),
  }
}

const LOST: Receipt = { effect: 'http.request', result: 'uncertain', code: 'web.answer lost' }
