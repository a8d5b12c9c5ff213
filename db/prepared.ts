import type { ISql, Sql, TransactionSql } from 'postgres'

/**
 * Lets the server keep the plan of statements that come again and again. The query builder sends every statement as if it were new, which costs a second round
 * trip and a fresh plan each time. Bounded: a statement is kept from its third use on, and no more than a few hundred are, so that texts that vary without end
 * (lists of any length) do not fill the server's memory.
 */
export function withPreparedStatements(client: Sql): Sql {
  return proxied(client, new Repeats())
}

const USES_BEFORE = 3
const KEPT = 400
const WATCHED = 2_000

class Repeats {
  private readonly uses = new Map<string, number>()
  private readonly kept = new Set<string>()

  has(text: string): boolean {
    if (this.kept.has(text)) return true
    const uses = (this.uses.get(text) ?? 0) + 1
    if (this.uses.size >= WATCHED) this.uses.clear()
    this.uses.set(text, uses)
    if (uses < USES_BEFORE || this.kept.size >= KEPT) return false
    this.kept.add(text)
    this.uses.delete(text)
    return true
  }
}

type Work<Client> = (client: Client) => unknown

function proxied<Client extends Sql | TransactionSql>(client: Client, repeats: Repeats): Client {
  const unsafe = (text: string, values: Parameters<ISql['unsafe']>[1], options?: object) => client.unsafe(text, values, { ...options, prepare: values !== undefined && values.length > 0 && repeats.has(text) })
  return new Proxy(client, {
    get(target, name) {
      if (name === 'unsafe') return unsafe
      if (name === 'begin' && 'begin' in target) return (work: Work<TransactionSql>) => target.begin((inner) => work(proxied(inner, repeats)))
      if (name === 'savepoint' && 'savepoint' in target) return (work: Work<TransactionSql>) => target.savepoint((inner) => work(proxied(inner, repeats)))
      return Reflect.get(target, name)
    },
  })
}
