import { textOfHtml } from './html-text'

/** One node of a message as the MIME library leaves it. */
export interface BodyNode {
  readonly contentType: string
  readonly isAttachment: boolean
  /** Decoded text of a text leaf, line ends as LF; null for everything else. */
  readonly text: string | null
  readonly children: readonly BodyNode[]
}

/** The message as plain text, in document order: of alternatives the plain one, where there is only HTML the text made from it. Nothing readable is left out. */
export function plainTextOf(node: BodyNode): string {
  if (node.text !== null && !node.isAttachment) return node.contentType === 'text/html' ? textOfHtml(node.text) : node.text
  if (node.contentType !== 'multipart/alternative') return joined(node.children.map(plainTextOf), '\n')
  const plain = node.children.find((child) => child.contentType === 'text/plain' && !child.isAttachment && child.text?.trim())
  return plain?.text ?? node.children.map(plainTextOf).findLast((text) => text !== '') ?? ''
}

/** The message as HTML; null when it holds none. Plain parts beside HTML ones are kept, escaped. */
export function htmlOf(node: BodyNode): string | null {
  return holdsHtml(node) ? render(node) : null
}

function render(node: BodyNode): string {
  if (node.text !== null && !node.isAttachment) return node.contentType === 'text/html' ? node.text : preformatted(node.text)
  if (node.contentType !== 'multipart/alternative') return joined(node.children.map(render), '<hr>')
  const richest = node.children.findLast(holdsHtml) ?? node.children.at(-1)
  return richest === undefined ? '' : render(richest)
}

function holdsHtml(node: BodyNode): boolean {
  return (node.contentType === 'text/html' && !node.isAttachment && node.text !== null) || node.children.some(holdsHtml)
}

function preformatted(text: string): string {
  const escaped = text.replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'))
  return `<pre>${escaped}</pre>`
}

function joined(parts: readonly string[], between: string): string {
  return parts.filter((part) => part.trim() !== '').join(between)
}
