import type { ISql, Sql, TransactionSql } from 'postgres'
import { isConnectionLoss } from './connection-loss'
import { Repeats } from './repeats'

/**
 * The driver with three things put right. A transaction whose connection is lost is over: nothing more is written on that connection, which by then may serve
 * somebody else (the driver would send a rollback there, and crashes where there is no socket). Statements that repeat keep their plan, where asked for. And a
 * value that it could not encode is refused before anything is sent, with its transaction: the driver finds out when the statement is half sent, or not at all,
 * and a COMMIT that is on its way would keep what came before it.
 */
export function guarded(client: Sql, prepare: boolean): Sql {
  const repeats = prepare ? new Repeats() : null
  const unsafe = (text: string, values: Values, options?: object) => {
    const refused = refusalOf(values)
    if (refused !== null) throw refused
    return client.unsafe(text, values, { ...options, prepare: isPrepared(repeats, text, values) })
  }
  return new Proxy(client, {
    get(target, name) {
      if (name === 'unsafe') return unsafe
      if (name === 'begin') return (work: Work) => new Transaction(repeats).run((inner) => target.begin(inner), work)
      return Reflect.get(target, name)
    },
  })
}

type Values = Parameters<ISql['unsafe']>[1]
type Work = (client: TransactionSql) => Promise<unknown>

/** How long a connection error that came from elsewhere may wait for the connection to close before it ends the transaction in the ordinary way. */
const CLOSING_MS = 1_000

class Transaction {
  private isOver = false
  /** Why it must not be committed. */
  private refused: TypeError | null = null

  constructor(private readonly repeats: Repeats | null) {}

  async run(begin: (work: Work) => Promise<unknown>, work: Work): Promise<unknown> {
    try {
      return await begin((client) => this.settled(work(this.proxied(client))))
    } finally {
      this.isOver = true
    }
  }

  /** The outcome of the work; never, once its connection is gone: the driver has told the caller already and must not be made to roll back. */
  private settled(work: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      work.then((done) => (this.refused === null ? resolve(done) : reject(this.refused)), (error: unknown) => {
        if (!isConnectionLoss(error)) return reject(error)
        setTimeout(() => {
          if (!this.isOver) reject(error)
        }, CLOSING_MS)
      })
    })
  }

  private proxied(client: TransactionSql): TransactionSql {
    const unsafe = (text: string, values: Values, options?: object) => {
      if (this.isOver) throw new Error('the transaction is over')
      this.refused ??= refusalOf(values)
      if (this.refused !== null) throw this.refused
      const query = client.unsafe(text, values, { ...options, prepare: isPrepared(this.repeats, text, values) })
      query.catch((error: unknown) => {
        if (isConnectionLoss(error)) this.isOver = true
      })
      return query
    }
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'unsafe') return unsafe
        if (name === 'savepoint') return (work: Work) => target.savepoint((inner) => this.settled(work(this.proxied(inner))))
        return Reflect.get(target, name)
      },
    })
  }
}

function isPrepared(repeats: Repeats | null, text: string, values: Values): boolean {
  return repeats !== null && values !== undefined && values.length > 0 && repeats.has(text)
}

/** Null: all values can be sent. Dates and objects are to be written as text before, as the query builder does for columns that hold them. */
function refusalOf(values: Values): TypeError | null {
  for (const [index, value] of (values ?? []).entries()) {
    const kind = unsendable(value)
    if (kind !== null) return new TypeError(`parameter $${index + 1} is ${kind}; a statement takes text, numbers, yes or no, bytes and nulls`)
  }
  return null
}

function unsendable(value: unknown): string | null {
  if (value instanceof Date) return 'a Date'
  if (typeof value === 'symbol' || typeof value === 'function' || value === undefined) return `a value of type ${typeof value}`
  const isPlain = typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value))
  return isPlain ? 'an object' : null
}
