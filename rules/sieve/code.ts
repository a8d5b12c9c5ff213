/** A script as it is put together, before it has lines. */
export type Code =
  | { readonly kind: 'command'; readonly text: string; readonly node: string }
  | { readonly kind: 'comment'; readonly text: string; readonly node: string }
  | { readonly kind: 'if'; readonly ways: readonly { readonly test: string; readonly body: readonly Code[] }[]; readonly otherwise: readonly Code[]; readonly node: string }

export interface Printed {
  readonly lines: readonly string[]
  /** The line, from 0, on which a step is first spoken of. */
  readonly lineOf: ReadonlyMap<string, number>
}

/** Two spaces a level; an `if` alone in an `else` is an `elsif`. */
export function print(code: readonly Code[]): Printed {
  const lines: string[] = []
  const lineOf = new Map<string, number>()
  const put = (text: string, depth: number, node = '') => {
    if (node !== '' && !lineOf.has(node)) lineOf.set(node, lines.length)
    // The lines of a text belong to it as they are.
    const [first = '', ...more] = text.split('\n')
    lines.push(`${'  '.repeat(depth)}${first}`, ...more)
  }
  const all = (list: readonly Code[], depth: number) => {
    for (const one of list) {
      if (one.kind === 'if') choice(one, depth, 'if')
      else put(one.kind === 'comment' ? `# ${one.text.replace(/\s+/g, ' ')}` : one.text, depth, one.node)
    }
  }
  const choice = ({ ways, otherwise, node }: Extract<Code, { kind: 'if' }>, depth: number, word: string) => {
    for (const [index, { test, body }] of ways.entries()) {
      put(`${index === 0 ? word : '} elsif'} ${test} {`, depth, node)
      all(body, depth + 1)
    }
    const [only, second] = otherwise
    if (only?.kind === 'if' && second === undefined) return choice(only, depth, '} elsif')
    if (otherwise.length > 0) {
      put('} else {', depth)
      all(otherwise, depth + 1)
    }
    put('}', depth)
  }
  all(code, 0)
  return { lines, lineOf }
}

/** An `if` without what comes to nothing; null when all of it does. Nothing but comments is nothing to do. */
export function choiceOf(ways: readonly { readonly test: string; readonly body: readonly Code[] }[], otherwise: readonly Code[], node: string): readonly Code[] {
  const last = ways.findLastIndex(({ body }) => body.length > 0)
  if (last < 0 && otherwise.length === 0) return []
  const [only, second] = ways
  if (only !== undefined && second === undefined && only.body.length === 0) return [{ kind: 'if', ways: [{ test: only.test.startsWith('not ') ? only.test.slice(4) : `not ${only.test}`, body: otherwise }], otherwise: [], node }]
  return [{ kind: 'if', ways: otherwise.length > 0 ? ways : ways.slice(0, last + 1), otherwise, node }]
}
