import type { AttachmentFact } from '../rules/facts'
import { cleanAttachmentName } from './attachment-name'
import { decodeHeader } from './header-words'

/** BODYSTRUCTURE (RFC 9051 7.5.2) as the IMAP library gives it. */
export interface Structure {
  readonly type: string
  readonly parameters?: Readonly<Record<string, string>> | undefined
  readonly disposition?: string | undefined
  readonly dispositionParameters?: Readonly<Record<string, string>> | undefined
  /** Encoded size in bytes. */
  readonly size?: number | undefined
  readonly encoding?: string | undefined
  readonly childNodes?: readonly Structure[] | undefined
}

/** The attachments a structure names: every leaf that is no text to read. Sizes are estimated from the encoded size until the body is read. */
export function attachmentsOf(structure: Structure | null): AttachmentFact[] {
  const found: AttachmentFact[] = []
  const open: Structure[] = structure === null ? [] : [structure]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const type = node.type.toLowerCase()
    if (type.startsWith('multipart/')) open.push(...(node.childNodes ?? []).toReversed())
    else if (isAttachment(type, node.disposition)) found.push({ name: cleanAttachmentName(nameOf(node)), type, size: decodedSize(node) })
  }
  return found
}

function isAttachment(type: string, disposition: string | undefined): boolean {
  const readable = type === 'text/plain' || type === 'text/html' || type === 'message/delivery-status'
  return !readable || (disposition !== undefined && disposition.toLowerCase() !== 'inline')
}

function nameOf({ type, parameters, dispositionParameters }: Structure): string | null {
  const name = dispositionParameters?.['filename'] ?? parameters?.['name']
  // The library has decoded what it could (RFC 2047, RFC 2231); what is left are bytes of servers that send them as they came.
  if (name !== undefined) return /^[\0-\xff]*$/.test(name) ? decodeHeader(name) : name
  return type.toLowerCase() === 'message/rfc822' ? 'message.eml' : null
}

function decodedSize({ encoding, size = 0 }: Structure): number {
  // 78 bytes of a base64 line with its line end carry 57 (RFC 2045 6.8).
  return encoding?.toLowerCase() === 'base64' ? Math.floor((size * 57) / 78) : size
}
