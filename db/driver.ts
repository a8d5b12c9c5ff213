import type { ISql, Sql, TransactionSql } from 'postgres'
import { isConnectionLoss } from './connection-loss'
import { Repeats } from './repeats'

/**
 * The driver with two things put right. A transaction whose connection is lost is over: nothing more is written on that connection, which by then may serve
 * somebody else (the driver would send a rollback there, and crashes where there is no socket). And statements that repeat keep their plan, where asked for.
 */
export function guarded(client: Sql, prepare: boolean): Sql {
  const repeats = prepare ? new Repeats() : null
  const unsafe = (text: string, values: Values, options?: object) => client.unsafe(text, values, { ...options, prepare: isPrepared(repeats, text, values) })
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
      work.then(resolve, (error: unknown) => {
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
