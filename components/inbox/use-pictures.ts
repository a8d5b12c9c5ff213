'use client'
import { useQuery } from '@tanstack/react-query'
import { remotePictures } from './frame-document'
import type { Message } from './message'

const SHOWN = /^image\/(?:png|jpeg|gif|webp)$/
const MOST_BYTES = 4_000_000
const MOST = 40
const NONE: ReadonlyMap<string, string> = new Map()

/** The pictures of a mail as data, by content id, and by address for remote ones that were asked for. What cannot be had is left out. */
export function usePictures(message: Message, html: string | null): ReadonlyMap<string, string> {
  const inline = message.attachments.filter(({ contentId, contentType, size }) => contentId !== null && SHOWN.test(contentType) && size <= MOST_BYTES)
  const query = useQuery({
    queryKey: ['pictures', message.id, html],
    enabled: html !== null && (inline.length > 0 || html.includes('data-remote')),
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const wanted = [
        ...inline.map(({ id, contentId }) => [contentId ?? '', `/api/attachments/${id}`] as const),
        ...remotePictures(html ?? '').map((address) => [address, `/api/messages/${message.id}/picture?address=${encodeURIComponent(address)}`] as const),
      ].slice(0, MOST)
      const found = await Promise.all(wanted.map(async ([name, path]) => [name, await asData(path, signal)] as const))
      return new Map(found.flatMap(([name, data]) => (data === null ? [] : [[name, data] as const])))
    },
  })
  return query.data ?? NONE
}

async function asData(path: string, signal: AbortSignal): Promise<string | null> {
  const response = await fetch(path, { signal })
  if (!response.ok) return null
  const bytes = new Uint8Array(await response.arrayBuffer())
  const type = pictureType(bytes)
  if (type === null) return null
  let text = ''
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return `data:${type};base64,${btoa(text)}`
}

/** By its first bytes, whatever it says of itself. */
function pictureType(bytes: Uint8Array): string | null {
  const starts = (...head: readonly number[]) => head.every((byte, at) => bytes[at] === byte)
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png'
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x47, 0x49, 0x46, 0x38)) return 'image/gif'
  return starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45 ? 'image/webp' : null
}
