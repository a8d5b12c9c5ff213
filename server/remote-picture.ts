import { lookup } from 'node:dns/promises'
import { request as requestPlainly } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { isIP } from 'node:net'
import { oneMessage } from '../db/queries/thread-messages'
import { isPublic } from '../mail/outbound-guard'
import { Failure } from '../mail/failure'
import { sanitizeMailHtml } from '../mail/sanitize'
import { notFound } from './failure-status'
import type { Actor } from './actor'
import type { Services } from './services'

/** This file fetches a picture of a mail for a reader who asked to see it, so that the sender learns the address of this server and nothing of the reader. */

const MOST_BYTES = 4_000_000
const MOST_MILLISECONDS = 10_000
const MOST_HOPS = 3

/** How PNG, JPEG, GIF and WebP begin: nothing else is handed on. */
const BEGINNINGS: readonly (readonly number[])[] = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], [0x47, 0x49, 0x46, 0x38], [0x52, 0x49, 0x46, 0x46]]

/** The bytes of a picture that this very mail names. Failure `not found` where it does not, `picture.unavailable` where it cannot be had. */
export async function remotePicture(services: Services, actor: Actor, messageId: string, address: string): Promise<Buffer> {
  const message = await services.database.inWorkspace(actor.workspaceId, (tx) => oneMessage(tx, actor.workspaceId, messageId))
  const html = message?.html ?? null
  // Only what stands in the mail: otherwise this would be a way to ask any server anything.
  if (html === null || !sanitizeMailHtml(html, { allowRemote: true }).html.includes(`data-remote="${escaped(address)}"`)) throw notFound('picture')
  const bytes = await fetchPublic(new URL(address), MOST_HOPS, AbortSignal.timeout(MOST_MILLISECONDS))
  if (!BEGINNINGS.some((beginning) => beginning.every((byte, at) => bytes[at] === byte))) throw unavailable()
  return bytes
}

/** As the sanitiser writes attribute values. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** Connects to the address that was checked, never to the name again, and checks each redirection anew. */
async function fetchPublic(url: URL, hops: number, signal: AbortSignal): Promise<Buffer> {
  const isSecure = url.protocol === 'https:'
  if ((!isSecure && url.protocol !== 'http:') || (url.port !== '' && url.port !== '80' && url.port !== '443') || url.username !== '') throw unavailable()
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(name) !== 0 ? [name] : (await lookup(name, { all: true, order: 'ipv4first' }).catch((error: unknown) => Promise.reject(unavailable(error)))).map(({ address }) => address)
  const [checked] = addresses
  if (checked === undefined || !addresses.every(isPublic)) throw unavailable()
  const answer = await ask(isSecure, url, checked, name, signal)
  if ('bytes' in answer) return answer.bytes
  if (hops === 0 || !URL.canParse(answer.location, url)) throw unavailable()
  return fetchPublic(new URL(answer.location, url), hops - 1, signal)
}

function ask(isSecure: boolean, url: URL, address: string, name: string, signal: AbortSignal): Promise<{ readonly bytes: Buffer } | { readonly location: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: address, port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port), path: `${url.pathname}${url.search}`, headers: { host: url.host, accept: 'image/*', 'user-agent': 'Postroom' }, signal, ...(isIP(name) === 0 ? { servername: name } : {}) }
    const refuse = (error?: unknown) => reject(unavailable(error))
    const asked = (isSecure ? requestSecurely : requestPlainly)(options, (response) => {
      const { statusCode = 0, headers } = response
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        response.destroy()
        return resolve({ location: headers.location })
      }
      if (statusCode !== 200) {
        response.destroy()
        return refuse()
      }
      const parts: Buffer[] = []
      let size = 0
      response.on('data', (part: Buffer) => {
        size += part.length
        if (size > MOST_BYTES) response.destroy(unavailable())
        else parts.push(part)
      })
      response.on('end', () => resolve({ bytes: Buffer.concat(parts) }))
      response.on('error', refuse)
    })
    asked.on('error', refuse)
    asked.end()
  })
}

function unavailable(cause?: unknown): Failure {
  return new Failure('picture.unavailable', { retry: 'yes', publicMessage: 'The picture could not be fetched from where the mail says it is.', cause })
}
