import { bodyStartOf, type HeaderField, readHeader } from './header'
import { countEncodedWords } from './header-words'
import { parameterOf } from './header-parameter'
import type { QuarantineReason } from './parsed-message'

/** Bounds that a message must keep before any library sees it. Each is far above ordinary mail and below what was measured to hang, crash or lose parts. */
export const CAPS = {
  rawBytes: 64 * 1024 * 1024,
  headerBytes: 512 * 1024,
  headerFields: 2000,
  /** In one header block. */
  encodedWords: 5000,
  /** Leaves and multiparts together. */
  parts: 500,
  partHeaderBytes: 64 * 1024,
  depth: 50,
  htmlDepth: 5000,
} as const

export type Shape = { readonly within: true; readonly leaves: number; readonly fields: readonly HeaderField[]; readonly bodyStart: number } | { readonly within: false; readonly reason: QuarantineReason }

/** Walks a message's structure on the raw bytes, in linear time and without recursion: either it keeps every cap, or the first one it breaks. */
export function measure(raw: Buffer): Shape {
  if (raw.length > CAPS.rawBytes) return broken('too large')
  const bodyStart = bodyStartOf(raw)
  if (bodyStart > CAPS.headerBytes) return broken('header too large')
  const { fields } = readHeader(raw.subarray(0, bodyStart))
  if (fields.length > CAPS.headerFields) return broken('too many headers')
  if (countEncodedWords(raw.toString('latin1', 0, bodyStart)) > CAPS.encodedWords) return broken('too many encoded words')
  const boundary = boundaryOf(fields)
  if (boundary === null) return { within: true, leaves: 1, fields, bodyStart }
  const leaves = walkParts(raw, bodyStart, boundary)
  return typeof leaves === 'number' ? { within: true, leaves, fields, bodyStart } : broken(leaves)
}

/** Counts leaves below a multipart, or names the cap that was broken. */
function walkParts(raw: Buffer, bodyStart: number, rootBoundary: string): number | QuarantineReason {
  const open = [rootBoundary]
  const depthOf = new Map([[rootBoundary, 0]])
  let parts = 0
  let leaves = 0
  for (let at = lineWithDashes(raw, bodyStart); at >= 0; at = lineWithDashes(raw, at + 2)) {
    const mark = delimiterAt(raw, at, depthOf)
    if (mark === null) continue
    for (const closed of open.splice(mark.depth + (mark.closes ? 0 : 1))) depthOf.delete(closed)
    if (mark.closes) {
      if (open.length === 0) break
      continue
    }
    parts += 1
    if (parts > CAPS.parts) return 'too many parts'
    const header = partHeader(raw, at, depthOf)
    if (header === null) return 'header too large'
    const boundary = boundaryOf(header.fields)
    if (boundary === null) {
      leaves += 1
      continue
    }
    if (open.length >= CAPS.depth) return 'nested too deep'
    if (!depthOf.has(boundary)) {
      depthOf.set(boundary, open.length)
      open.push(boundary)
    }
  }
  return leaves
}

/** Offset of the next line that begins with `--`, at or after `from`; -1 when there is none. */
function lineWithDashes(raw: Buffer, from: number): number {
  if (raw[from - 1] === 0x0a && raw[from] === 0x2d && raw[from + 1] === 0x2d) return from
  const found = raw.indexOf('\n--', from)
  return found < 0 ? -1 : found + 1
}

function firstDelimiter(raw: Buffer, from: number, to: number, depthOf: ReadonlyMap<string, number>): number | null {
  for (let at = lineWithDashes(raw, from); at >= 0 && at < to; at = lineWithDashes(raw, at + 2)) {
    if (delimiterAt(raw, at, depthOf) !== null) return at
  }
  return null
}

function delimiterAt(raw: Buffer, at: number, depthOf: ReadonlyMap<string, number>): { readonly depth: number; readonly closes: boolean } | null {
  // RFC 2046 5.1.1: at most 70 characters, then white space. A little more is read for senders who go beyond.
  const window = raw.toString('latin1', at + 2, at + 2 + 260)
  const line = window.split('\n', 1)[0]?.trimEnd() ?? ''
  const depth = depthOf.get(line)
  if (depth !== undefined) return { depth, closes: false }
  const closing = line.endsWith('--') ? depthOf.get(line.slice(0, -2)) : undefined
  return closing === undefined ? null : { depth: closing, closes: true }
}

/** The header of the part whose delimiter line is at `at`: up to its empty line or the next delimiter. Null when neither comes within the cap. */
function partHeader(raw: Buffer, at: number, depthOf: ReadonlyMap<string, number>): { readonly fields: readonly HeaderField[] } | null {
  const lineEnd = raw.indexOf('\n', at)
  if (lineEnd < 0) return { fields: [] }
  const start = lineEnd + 1
  const window = raw.subarray(start, start + CAPS.partHeaderBytes)
  const emptyLine = bodyStartOf(window)
  const delimiter = firstDelimiter(raw, start, start + emptyLine, depthOf)
  if (delimiter === null && emptyLine === CAPS.partHeaderBytes) return null
  const block = raw.subarray(start, delimiter ?? start + emptyLine)
  return countEncodedWords(block.toString('latin1')) > CAPS.encodedWords ? null : readHeader(block)
}

function boundaryOf(fields: readonly HeaderField[]): string | null {
  // The last one wins, as in the library that reads the message afterwards.
  const type = fields.findLast((field) => field.name === 'content-type')?.value
  if (type === undefined || !/^\s*multipart\//i.test(type)) return null
  const boundary = parameterOf(type, 'boundary')?.trimEnd() ?? ''
  return boundary === '' || boundary.length > 250 ? null : boundary
}

function broken(reason: QuarantineReason): Shape {
  return { within: false, reason }
}
