/** Where things stand in a JSON text (RFC 8259), so that a remark can name its line. */

const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g

export interface TextPlace {
  readonly line: number
  readonly column: number
}

/** How many arrays and objects stand within one another at most. */
export function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth)
    else if (token === '}' || token === ']') depth -= 1
  }
  return deepest
}

/** The line of the value at a path, or of the nearest that holds it. The text is JSON that was read. */
export function lineOf(text: string, path: readonly PropertyKey[]): number {
  const wanted = path.map(String)
  const stack: { readonly isList: boolean; at: string }[] = []
  let best = 0
  let bestDepth = -1
  let previous = ''
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const holder = stack.at(-1)
    if (token === '}' || token === ']') stack.pop()
    else if (token === ',') {
      if (holder?.isList === true) holder.at = String(Number(holder.at) + 1)
    } else if (holder !== undefined && !holder.isList && previous !== ':' && token !== ':') holder.at = keyOf(token)
    else if (token !== ':') {
      const depth = stack.length
      if (depth <= wanted.length && depth > bestDepth && stack.every(({ at }, level) => at === wanted[level])) {
        best = index
        bestDepth = depth
      }
      if (token === '{' || token === '[') stack.push({ isList: token === '[', at: token === '[' ? '0' : '' })
    }
    previous = token
  }
  return placeOf(text, best).line
}

/** Line and column, from 1, of an offset. */
export function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function keyOf(token: string): string {
  const key: unknown = JSON.parse(token)
  return String(key)
}
