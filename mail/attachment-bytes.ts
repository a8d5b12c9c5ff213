import { createHash } from 'node:crypto'
import { type AttachmentStream, MailParser, type MessageText } from 'mailparser'

/** As the message was read the first time, or other parts would count as attachments; the typings lack one of them. */
const OPTIONS = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true, ignoreEmbedded: true, keepDeliveryStatus: false }

/**
 * The decoded bytes of the attachment with this sha256, read again from the raw message; null when none has it. Only for messages that were read within the
 * caps before: this one has no deadline of its own.
 */
export function attachmentBytes(raw: Buffer, sha256: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const parser = new MailParser(OPTIONS)
    let found: Buffer | null = null
    parser.on('data', (data: AttachmentStream | MessageText) => {
      if (data.type !== 'attachment') return
      const chunks: Buffer[] = []
      data.content.on('data', (chunk: Buffer) => void chunks.push(chunk))
      data.content.on('end', () => {
        const bytes = Buffer.concat(chunks)
        if (found === null && createHash('sha256').update(bytes).digest().equals(sha256)) found = bytes
        data.release()
      })
    })
    parser.on('error', () => resolve(null))
    parser.on('end', () => resolve(found))
    parser.end(raw)
  })
}
