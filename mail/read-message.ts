import { type AttachmentStream, MailParser, type MessageText } from 'mailparser'
import { cleanAttachmentName } from './attachment-name'
import { type BodyNode, htmlOf, plainTextOf } from './body-text'
import { CAPS, measure } from './caps'
import { contentFacts } from './facts'
import { type HeaderField, readHeader } from './header'
import { htmlDepth } from './html-text'
import { bodyHashOf, identityOf } from './identity'
import type { ParsedAttachment, ParsedMessage, QuarantineReason } from './parsed-message'
import { returnedIn } from './returned'

const SNIPPET = 200

/**
 * Reads one raw message. Runs inside the reading thread: it may use any amount of time the caller allows, and the caller kills it at the deadline.
 * A message over a cap, or one of which the library lost a part, comes back quarantined; this never throws and never returns less without saying so.
 */
export async function readMessage(raw: Buffer, envelopeFrom: string | null): Promise<ParsedMessage> {
  const shape = measure(raw)
  if (!shape.within) return quarantined(raw, envelopeFrom, shape.reason)
  const body = await readBody(raw)
  if (body === null) return quarantined(raw, envelopeFrom, 'reader crashed')
  const lost = shape.leaves === 0 ? raw.length > shape.bodyStart : countLeaves(body.tree) < shape.leaves
  if (lost) return quarantined(raw, envelopeFrom, 'part lost')
  const html = htmlOf(body.tree)
  if (html !== null && htmlDepth(html) > CAPS.htmlDepth) return quarantined(raw, envelopeFrom, 'html nested too deep')
  const text = plainTextOf(body.tree)
  const attachments = body.attachments.map(({ disposition, ...attachment }) => ({ ...attachment, inline: isInline(attachment, disposition, html) }))
  const content = contentFacts({ fields: shape.fields, text, attachments: attachments.map(({ name, type, size }) => ({ name, type, size })), size: raw.length, envelopeFrom })
  return {
    content,
    html,
    attachments,
    snippet: snippetOf(text),
    identity: identityOf(shape.fields),
    bodyHash: bodyHashOf(raw, shape.bodyStart),
    returned: content.mailClass === 'bounce' ? returnedIn(raw, shape.bodyStart) : null,
    state: 'complete',
    quarantineReason: null,
  }
}

/** What can be said of a message that was not read: its identity, and facts from a bounded part of its header. Linear, bounded, never throws. */
export function quarantined(raw: Buffer, envelopeFrom: string | null, reason: QuarantineReason): ParsedMessage {
  const { fields, bodyStart } = readHeader(raw)
  return {
    content: contentFacts({ fields: boundedFields(fields), text: null, attachments: [], size: raw.length, envelopeFrom }),
    html: null,
    attachments: [],
    snippet: '',
    identity: identityOf(fields),
    bodyHash: bodyHashOf(raw, bodyStart),
    returned: null,
    state: 'quarantined',
    quarantineReason: reason,
  }
}

/** One line of text for lists. */
function snippetOf(text: string): string {
  return Array.from(text.slice(0, SNIPPET * 8).replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()).slice(0, SNIPPET).join('')
}

function boundedFields(fields: readonly HeaderField[]): HeaderField[] {
  return fields.slice(0, 200).map((field) => ({ ...field, value: field.value.slice(0, 4000) }))
}

interface Body {
  readonly tree: BodyNode
  readonly attachments: readonly (ParsedAttachment & { readonly disposition: string | null })[]
}

const OPTIONS = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true, checksumAlgo: 'sha256', ignoreEmbedded: true }

/** Null when the library gave up on the message. */
function readBody(raw: Buffer): Promise<Body | null> {
  return new Promise((resolve) => {
    const parser = new MailParser(OPTIONS)
    const attachments: (ParsedAttachment & { disposition: string | null })[] = []
    parser.on('data', (data: AttachmentStream | MessageText) => {
      if (data.type !== 'attachment') return
      data.content.on('data', () => undefined)
      data.content.on('end', () => {
        attachments.push(attachmentOf(data))
        data.release()
      })
    })
    parser.on('error', () => resolve(null))
    parser.on('end', () => {
      const tree = bodyNode(treeOf(parser))
      resolve(tree === null ? null : { tree, attachments })
    })
    parser.end(raw)
  })
}

function attachmentOf(data: AttachmentStream): ParsedAttachment & { disposition: string | null } {
  return {
    name: cleanAttachmentName(data.filename ?? defaultName(data.contentType)),
    type: data.contentType.toLowerCase(),
    size: data.size,
    sha256: Buffer.from(data.checksum, 'hex'),
    contentId: data.contentId?.replace(/^[\s<]+|[\s>]+$/g, '') || null,
    inline: false,
    disposition: data.contentDisposition ?? null,
  }
}

function defaultName(type: string): string | null {
  return type === 'message/rfc822' ? 'message.eml' : null
}

function isInline({ contentId, type }: ParsedAttachment, disposition: string | null, html: string | null): boolean {
  if (contentId !== null && html?.includes(`cid:${contentId}`)) return true
  return disposition === 'inline' && type.startsWith('image/')
}

/** The library keeps the tree it built on itself; its typings leave it out. */
function treeOf(parser: object): unknown {
  return 'tree' in parser ? parser.tree : null
}

function bodyNode(value: unknown): BodyNode | null {
  if (typeof value !== 'object' || value === null) return null
  const { contentType, isAttachment, textContent, children } = value as { readonly [key: string]: unknown }
  return {
    contentType: typeof contentType === 'string' ? contentType.toLowerCase() : 'text/plain',
    isAttachment: isAttachment === true,
    text: typeof textContent === 'string' ? textContent : null,
    children: Array.isArray(children) ? children.map(bodyNode).filter((child) => child !== null) : [],
  }
}

function countLeaves(node: BodyNode): number {
  if (node.contentType.startsWith('multipart/')) return node.children.reduce((sum, child) => sum + countLeaves(child), 0)
  return 1
}
