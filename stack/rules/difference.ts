/** One thing that is not as it was expected; `expected` undefined: nothing was. */
export interface Difference {
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

/** Where `actual` is not what `expected` says. Objects may hold more than is said of them; lists may not. */
export function differences(expected: unknown, actual: unknown, path = ''): readonly Difference[] {
  if (expected === undefined) return []
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const length = Math.max(expected.length, actual.length)
    return Array.from({ length }, (_, index) => index).flatMap((index) => {
      const place = `${path}[${index}]`
      if (index >= expected.length) return [{ path: place, expected: undefined, actual: value(actual, index) }]
      if (index >= actual.length) return [{ path: place, expected: value(expected, index), actual: undefined }]
      return differences(value(expected, index), value(actual, index), place)
    })
  }
  if (isRecord(expected) && isRecord(actual)) return Object.entries(expected).flatMap(([key, wanted]) => differences(wanted, actual[key], path === '' ? key : `${path}.${key}`))
  return Object.is(expected, actual) ? [] : [{ path, expected, actual }]
}

/** One line to read. */
export function sayDifference({ path, expected, actual }: Difference): string {
  if (expected === undefined) return `${path}: not expected: ${say(actual)}`
  if (actual === undefined) return `${path}: missing: ${say(expected)}`
  return `${path}: expected ${say(expected)}, was ${say(actual)}`
}

function say(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}

function value(list: readonly unknown[], index: number): unknown {
  return list[index]
}

function isRecord(thing: unknown): thing is Readonly<Record<string, unknown>> {
  return typeof thing === 'object' && thing !== null && !Array.isArray(thing)
}
