/**
 * The part [from, to) of a text, in UTF-16 units, without half a character at either end and without NUL: both are refused by a JSON column.
 * Positions inside stay what they were.
 */
export function cut(text: string, from: number, to: number): string {
  return text.slice(from, to).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$|\0/g, '\ufffd')
}
