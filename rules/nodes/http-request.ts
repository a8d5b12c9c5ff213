import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { TemplateError, templateVariables, type TemplateVariables } from '../template'
import { fillForm, fillHeaders, fillJson, fillPath } from '../web-request'

const MAX_SOURCE = 20_000

/** Any facts: whether the parts can be filled does not depend on them. */
const NOTHING: TemplateVariables = { sender: { name: '', firstName: '', address: '' }, subject: '', date: '', company: '', record: { number: '', title: '' }, values: {} }

const Config = z
  .object({
    endpointRef: z.string().min(1, 'needsEndpoint' satisfies ProblemCode).max(200),
    method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']),
    /** Appended to the endpoint's own address. */
    path: z.string().max(2_000),
    headers: z.string().max(4_000),
    bodyKind: z.enum(['none', 'json', 'form']),
    body: z.string().max(MAX_SOURCE),
    repeatable: z.boolean(),
  })
  .superRefine(({ path, headers, bodyKind, body }, context) => {
    const check = (field: string, isRight: boolean, message: ProblemCode) => isRight || context.addIssue({ code: 'custom', path: [field], message })
    check('path', (path === '' || /^[/?]/.test(path)) && fills(() => fillPath(path, NOTHING)), 'pathBroken')
    check('headers', fills(() => fillHeaders(headers, NOTHING)), 'headersBroken')
    if (bodyKind === 'json') check('body', fills(() => fillJson(body, NOTHING)), 'jsonBroken')
    if (bodyKind === 'form') check('body', fills(() => fillForm(body, NOTHING)), 'formBroken')
  })

/** Calls a web address with a signed request, once: the same key in `Idempotency-Key` says to the other side which calls are one. */
export const httpRequest = defineAction({
  type: 'http.request',
  configVersion: 1,
  label: 'Web request',
  summary: 'Calls a program on the web, signed and with a key against doubles.',
  group: 'notify',
  icon: 'globe',
  synonyms: ['http', 'webhook', 'api', 'call', 'rest', 'post', 'integration'],
  config: Config,
  initial: { endpointRef: '', method: 'POST', path: '', headers: '', bodyKind: 'json', body: '{\n  "subject": "{{ subject }}",\n  "from": "{{ sender.address }}"\n}', repeatable: false },
  fields: {
    endpointRef: { label: 'Where', control: 'endpoint' },
    method: { label: 'Method', control: 'choice', choices: { POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE', GET: 'GET' } },
    path: { label: 'Path and query', help: 'Appended to the address. Values of the mail are encoded.', control: 'text', placeholder: '/orders?from={{ sender.address }}' },
    headers: { label: 'Headers', help: 'One per line, such as X-Source: mail.', control: 'lines' },
    bodyKind: { label: 'Body', control: 'choice', choices: { none: 'None', json: 'JSON', form: 'Form' } },
    body: { label: 'Content', help: 'JSON with placeholders inside its texts, or one name=value per line for a form.', control: 'lines' },
    repeatable: { label: 'Safe to repeat', help: 'When an answer is lost the call is made again with the same key. Switched off, the step is uncertain until you say what became of it.', control: 'toggle' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'call {endpoint}' },
  sentence: ({ endpointRef }) => [{ phrase: 'node.http.request.sentence', values: { endpoint: { ref: 'endpoint', id: endpointRef } } }],
  examples: [
    {
      title: 'Hand an order over',
      config: {
        endpointRef: 'Shop', method: 'POST', path: '/orders?from={{ sender.address }}', headers: 'X-Source: {{ company }}', bodyKind: 'json',
        body: '{ "title": "{{ subject }}", "lines": ["{{ sender.name }}", 7] }', repeatable: true,
      },
      message: { subject: 'Order "7"', from: { name: 'Ada', address: 'ada+shop@example.com' } },
      expect: {
        effects: [
          {
            kind: 'http.request', endpointRef: 'Shop', method: 'POST', path: '/orders?from=ada%2Bshop%40example.com', headers: { 'X-Source': 'Northwind' },
            body: { type: 'application/json', text: '{"title":"Order \\"7\\"","lines":["Ada",7]}' }, repeatable: true,
          },
        ],
        sentence: 'call Shop',
      },
    },
    {
      title: 'Fill a form in',
      config: { endpointRef: 'Shop', method: 'PUT', path: '', headers: '', bodyKind: 'form', body: 'what={{ subject }}', repeatable: false },
      message: { subject: 'a&b=c' },
      expect: {
        effects: [{ kind: 'http.request', endpointRef: 'Shop', method: 'PUT', path: '', headers: {}, body: { type: 'application/x-www-form-urlencoded', text: 'what=a%26b%3Dc' }, repeatable: false }],
        sentence: 'call Shop',
      },
    },
  ],
  effects: ['http.request'],
  plan: ({ endpointRef, method, path, headers, bodyKind, body, repeatable }, { facts, companyName, values }) => {
    const variables = templateVariables(facts, companyName, values)
    const content = bodyKind === 'none' || method === 'GET' ? null : bodyKind === 'json' ? { type: 'application/json', text: fillJson(body, variables) } : { type: 'application/x-www-form-urlencoded', text: fillForm(body, variables) }
    return [{ kind: 'http.request', endpointRef, method, path: fillPath(path, variables), headers: fillHeaders(headers, variables), body: content, repeatable }]
  },
  interpret: outcomeOf,
  references: ({ endpointRef }) => [{ kind: 'endpoint', id: endpointRef, field: 'endpointRef' }],
})

function fills(fill: () => unknown): boolean {
  try {
    fill()
    return true
  } catch (error) {
    if (error instanceof TemplateError) return false
    throw error
  }
}
