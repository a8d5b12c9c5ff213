const WIDTH = 120

/** JSON for people and for comparing versions: two spaces, and on one line whatever fits there. Ends with a line feed. */
export function printJson(value: unknown): string {
  return `${printed(value, '')}\n`
}

function printed(value: unknown, indent: string): string {
  const short = onOneLine(value)
  if (typeof value !== 'object' || value === null || indent.length + short.length <= WIDTH) return short
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map((item: unknown) => `${inner}${printed(item ?? null, inner)}`).join(',\n')}\n${indent}]`
  const entries = entriesOf(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${printed(item, `${inner}`)}`)
  return `{\n${entries.join(',\n')}\n${indent}}`
}

function onOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map((item: unknown) => onOneLine(item)).join(', ')}]`
  const entries = entriesOf(value)
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`).join(', ')} }`
}

/** What JSON keeps of an object. */
function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined)
}
