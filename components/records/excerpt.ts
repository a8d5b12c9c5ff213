/** A mail's own words: without the quotation at its end and without more than one empty line at a time. A mail that is all quotation stays as it is. */
export function excerptOf(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  let end = lines.length
  while (end > 0 && /^\s*(?:>.*)?$/.test(lines[end - 1] ?? '')) end -= 1
  const own = end > 0 ? lines.slice(0, end) : lines
  return own.join('\n').replace(/\n{3,}/g, '\n\n').trim()
}
