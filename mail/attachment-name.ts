const MAX_NAME = 200

/**
 * An attachment's file name as it may be shown and saved: the last path segment, without control, bidi and other invisible characters, without the
 * characters that file systems refuse, at most 200 characters with its extension kept. `attachment` when nothing is left.
 */
export function cleanAttachmentName(name: string | null): string {
  const last = (name ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[ .]+|[ .]+$/g, '')
  return shortened(plain) || 'attachment'
}

function shortened(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= MAX_NAME) return name
  const extension = /\.[A-Za-z0-9]{1,16}$/.exec(name)?.[0] ?? ''
  return characters.slice(0, MAX_NAME - extension.length).join('') + extension
}
