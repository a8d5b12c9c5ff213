/** Names seen in mail that the encoding standard's labels do not cover. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  utf8mb4: 'utf-8',
  'iso-8859-8-e': 'iso-8859-8',
}

interface Decoder {
  decode(bytes: Uint8Array): string
}

const decoders = new Map<string, Decoder | null>()
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** 0x80 to 0x9f of Windows-1252. Node 20's own decoder reads them as control characters. */
const WESTERN = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const western: Decoder = {
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(/[\u0080-\u009f]/g, (character) => WESTERN[character.charCodeAt(0) - 0x80] ?? character),
}

/** Bytes as text in the named charset. An unknown or absent name reads as UTF-8 where the bytes are valid UTF-8, else as Windows-1252; never throws. */
export function decodeBytes(bytes: Uint8Array, charset: string | null): string {
  const decoder = charset === null ? null : decoderFor(charset)
  return decoder === null ? guess(bytes) : decoder.decode(bytes)
}

function decoderFor(charset: string): Decoder | null {
  // RFC 2231 lets a language follow the charset: utf-8*en
  const label = charset.trim().toLowerCase().replace(/\*.*$/s, '')
  const known = decoders.get(label)
  if (known !== undefined) return known
  const made = makeDecoder(ALIASES[label] ?? label)
  if (decoders.size < 256) decoders.set(label, made)
  return made
}

function makeDecoder(label: string): Decoder | null {
  if (label === 'us-ascii' || label === 'ascii' || label.length > 40) return null
  try {
    const decoder = new TextDecoder(label)
    return decoder.encoding === 'windows-1252' ? western : decoder
  } catch (error) {
    // RangeError is how the standard says that a label names no encoding.
    if (error instanceof RangeError) return null
    throw error
  }
}

function guess(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return western.decode(bytes)
    throw error
  }
}
