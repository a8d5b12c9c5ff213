/** A parameter of a structured value such as Content-Type (RFC 2045 5.1): unquoted, not decoded. Null when absent. */
export function parameterOf(value: string, name: string): string | null {
  for (const match of value.matchAll(/;\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s;"]*))/g)) {
    if (match[1]?.toLowerCase() === name) return match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? ''
  }
  return null
}
