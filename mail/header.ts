/** One header field as received: nothing decoded yet. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string
  /** Unfolded, one character per byte (latin1): decode it with `decodeHeader`. */
  readonly value: string
  /** The field's lines as received, one character per byte, line ends as LF. */
  readonly source: string
}

export interface HeaderBlock {
  readonly fields: readonly HeaderField[]
  /** Offset of the first byte after the empty line; the message's length when it has no body. */
  readonly bodyStart: number
}

/** Where the body begins (RFC 5322 2.1): after the first empty line, with CRLF or bare LF. The message's length when there is no empty line. */
export function bodyStartOf(raw: Buffer): number {
  if (raw[0] === 0x0a) return 1
  if (raw[0] === 0x0d && raw[1] === 0x0a) return 2
  const crlf = raw.indexOf('\n\r\n')
  // Only an earlier LF LF matters, so the second search need not run past the first find.
  const lf = (crlf < 0 ? raw : raw.subarray(0, crlf + 1)).indexOf('\n\n')
  if (lf >= 0) return lf + 2
  return crlf >= 0 ? crlf + 3 : raw.length
}

/**
 * Splits a header block into fields. Lenient, linear, never throws: a line without a colon that is no continuation is left out, as are lines before the
 * first field (such as an mbox `From ` line).
 */
export function readHeader(raw: Buffer): HeaderBlock {
  const bodyStart = bodyStartOf(raw)
  return { fields: splitFields(raw.toString('latin1', 0, bodyStart)), bodyStart }
}

function splitFields(block: string): HeaderField[] {
  const fields: HeaderField[] = []
  let lines: string[] = []
  const finish = () => {
    const field = fieldOf(lines)
    if (field !== null) fields.push(field)
    lines = []
  }
  for (const line of block.split('\n')) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line
    const folded = text.startsWith(' ') || text.startsWith('\t')
    if (folded && lines.length > 0) {
      lines.push(text)
      continue
    }
    finish()
    if (text !== '') lines = [text]
  }
  finish()
  return fields
}

function fieldOf(lines: readonly string[]): HeaderField | null {
  const first = lines[0]
  if (first === undefined) return null
  const colon = first.indexOf(':')
  const name = first.slice(0, Math.max(colon, 0)).trimEnd()
  // RFC 5322 2.2: printable ASCII without the colon.
  if (!/^[!-9;-~]{1,100}$/.test(name)) return null
  const source = lines.join('\n')
  return { name: name.toLowerCase(), value: lines.join('').slice(colon + 1).trim(), source }
}

/** The values of a field, in document order. */
export function valuesOf(fields: readonly HeaderField[], name: string): string[] {
  return fields.filter((field) => field.name === name).map((field) => field.value)
}

/** The first value of a field; null when the field is absent. RFC 5322 3.6 allows these fields once: a second one is not believed. */
export function firstValue(fields: readonly HeaderField[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null
}
