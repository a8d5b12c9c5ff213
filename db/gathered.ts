import type { Tx } from './client'

/** What is asked together with others: `sent` resolves once it was, so that what is sent next is seen by the server after it; `answer` with what came of it. */
export interface Asked<Answer> {
  readonly sent: Promise<void>
  readonly answer: Promise<Answer>
}

/**
 * A statement for many: what works side by side in one transaction asks it at the same moment, each with a row of its own, and it is sent once with all of them. It waits
 * until everything that is ready to run has run, and for nothing else, so that whoever is alone loses nothing. `ask` sends all that it sends before it waits
 * for an answer, gets the rows in the order of the calls and answers each in its place.
 */
export function gathered<Row, Answer>(ask: (tx: Tx, rows: readonly Row[]) => Promise<readonly Answer[]>): (tx: Tx, row: Row) => Asked<Answer> {
  const open = new WeakMap<Tx, Round<Row, Answer>>()
  return (tx, row) => {
    const joined = open.get(tx)
    if (joined !== undefined) return joined.with(row)
    const round = new Round<Row, Answer>((rows) => {
      open.delete(tx)
      return ask(tx, rows)
    })
    open.set(tx, round)
    return round.with(row)
  }
}

class Round<Row, Answer> {
  private readonly rows: Row[] = []
  private readonly sent: Promise<void>
  private readonly answers: Promise<readonly Answer[]>

  constructor(ask: (rows: readonly Row[]) => Promise<readonly Answer[]>) {
    const begun = quiet().then(() => ({ answers: ask(this.rows) }))
    this.sent = begun.then(() => undefined)
    this.answers = begun.then(({ answers }) => answers)
  }

  with(row: Row): Asked<Answer> {
    const place = this.rows.push(row) - 1
    const answer = this.answers.then((answers) => {
      const mine = answers[place]
      if (mine === undefined) throw new Error('a row was left without an answer')
      return mine
    })
    // Who sends and does not ask what came of it hears of a failure from the transaction.
    answer.catch(() => undefined)
    return { sent: this.sent, answer }
  }
}

/** When nothing is left that could run without waiting for somebody else. */
function quiet(): Promise<void> {
  return new Promise((resolve) => void Promise.resolve().then(() => process.nextTick(resolve)))
}
