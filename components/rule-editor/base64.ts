/** Bytes at once: a call takes only so many arguments. */
const SLICE = 32_768

/** Bytes as base64 (RFC 4648 4). */
export function base64Of(bytes: ArrayBuffer): string {
  const all = new Uint8Array(bytes)
  let text = ''
  for (let at = 0; at < all.length; at += SLICE) text += String.fromCharCode(...all.subarray(at, at + SLICE))
  return btoa(text)
}
