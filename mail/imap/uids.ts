import { call } from './call'
import type { Connection } from './connect'
import { refused } from './failures'

/** All UIDs of the open mailbox, ascending. */
export async function uids(connection: Connection): Promise<number[]> {
  const found = await call(connection, 'search', () => connection.client.search({ all: true }, { uid: true }))
  if (!Array.isArray(found)) throw refused('search')
  return found.toSorted((left, right) => left - right)
}

/** UIDs as the shortest sequence set (RFC 9051 4.1.1): `1:3,7`. Any order; empty gives the empty string. */
export function uidSet(list: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const uid of [...new Set(list)].sort((left, right) => left - right)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === uid - 1) last[1] = uid
    else ranges.push([uid, uid])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}:${to}`)).join(',')
}
