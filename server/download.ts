import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { attachment, message, rawMessage } from '../db/schema'
import { attachmentBytes } from '../mail/attachment-bytes'
import { cleanAttachmentName } from '../mail/attachment-name'
import { Failure } from '../mail/failure'
import type { Actor } from './actor'
import { contextOf, type Context } from './context'
import { notFound } from './failure-status'
import { remotePicture } from './remote-picture'
import type { Services } from './services'

/**
 * Bytes of mail as files: the raw message and its attachments. They are a stranger's: always an attachment, never shown by the browser under our origin,
 * and never with a type that it could run.
 */

const ID = z.uuid()

/** Answers `GET /api/attachments/{id}`. */
export function downloadAttachment(services: Services, request: Request, id: string): Promise<Response> {
  return answer(services, request, id, async (context, actor) => {
    const found = await context.services.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx
        .select({ filename: attachment.filename, sha256: attachment.sha256, state: message.state, raw: rawMessage.bytes })
        .from(attachment)
        .innerJoin(message, eq(message.id, attachment.messageId))
        .leftJoin(rawMessage, eq(rawMessage.messageId, attachment.messageId))
        .where(and(eq(attachment.workspaceId, actor.workspaceId), eq(attachment.id, id)))
      return row
    })
    if (found === undefined) throw notFound('attachment')
    const bytes = found.raw === null || found.sha256 === null || found.state !== 'complete' ? null : await attachmentBytes(found.raw, found.sha256)
    if (bytes === null) throw notHere()
    return file(bytes, found.filename)
  })
}

/** Answers `GET /api/messages/{id}/raw`: the message as it came, also when it is quarantined. */
export function downloadRaw(services: Services, request: Request, id: string): Promise<Response> {
  return answer(services, request, id, async (context, actor) => {
    const found = await context.services.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx
        .select({ subject: message.subject, raw: rawMessage.bytes })
        .from(message)
        .leftJoin(rawMessage, eq(rawMessage.messageId, message.id))
        .where(and(eq(message.workspaceId, actor.workspaceId), eq(message.id, id)))
      return row
    })
    if (found === undefined) throw notFound('message')
    if (found.raw === null) throw notHere()
    return file(found.raw, `${found.subject.slice(0, 80) || 'message'}.eml`)
  })
}

/** Answers `GET /api/messages/{id}/picture?address=…`: a remote picture of the mail, for a reader who asked to see it. */
export function downloadPicture(services: Services, request: Request, id: string): Promise<Response> {
  return answer(services, request, id, async (context, actor) => file(await remotePicture(context.services, actor, id, new URL(request.url).searchParams.get('address') ?? ''), 'picture'))
}

function notHere(): Failure {
  return new Failure('not found.bytes', { retry: 'no', publicMessage: 'Postroom no longer keeps a copy of this. It is still on the mail server; open it in another mail program.' })
}

async function answer(services: Services, request: Request, id: string, work: (context: Context, actor: Actor) => Promise<Response>): Promise<Response> {
  const context = await contextOf(services, request.headers)
  if (context.actor === null) return refusal(401, 'Sign in first, or send a valid API token.')
  if (!context.actor.scopes.has('read')) return refusal(403, 'You may not do this here. Ask an admin of the workspace.')
  if (!ID.safeParse(id).success) return refusal(404, 'There is nothing here.')
  try {
    return await work(context, context.actor)
  } catch (error) {
    if (error instanceof Failure) return refusal(404, error.publicMessage)
    context.log.error({ code: 'download', error }, 'a download failed')
    return refusal(500, 'Something went wrong on our side. The log has the details.')
  }
}

const SAFE = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin' }

function file(bytes: Buffer, name: string): Response {
  return new Response(new Uint8Array(bytes), { headers: { ...SAFE, 'content-type': 'application/octet-stream', 'content-length': String(bytes.length), 'content-disposition': dispositionOf(cleanAttachmentName(name)) } })
}

/** RFC 6266 5: the plain name for old clients, the full one encoded by RFC 8187. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(Buffer.from(name).toString()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: message }, { status, headers: SAFE })
}
