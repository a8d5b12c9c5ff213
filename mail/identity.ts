import { createHash } from 'node:crypto'
import type { HeaderField } from './header'

/** Fields that a message collects on its way: they differ between copies of one message, so they are no part of what it is. */
const TRACE = new Set(['received', 'return-path', 'delivered-to', 'x-original-to', 'authentication-results', 'received-spf', 'dkim-signature'])
const TRACE_FAMILY = /^(?:arc|x-spam)-/

/** Content identity of a message: sha256 of its header block without trace fields, with line ends as LF. The same for a header block fetched alone. */
export function identityOf(fields: readonly HeaderField[]): Buffer {
  const hash = createHash('sha256')
  for (const field of fields) {
    if (!TRACE.has(field.name) && !TRACE_FAMILY.test(field.name)) hash.update(`${field.source}\n`, 'latin1')
  }
  return hash.digest()
}

/** sha256 of everything after the header block, with line ends as LF, because servers that store LF give back CRLF. */
export function bodyHashOf(raw: Buffer, bodyStart: number): Buffer {
  const body = raw.subarray(bodyStart)
  const hash = createHash('sha256')
  if (!body.includes('\r\n')) return hash.update(body).digest()
  return hash.update(body.toString('latin1').replaceAll('\r\n', '\n'), 'latin1').digest()
}
