import postgres from 'postgres'

/** What the database announces at a commit, by the Message-ID it concerns. */
export type Moment = 'stored' | 'tagged' | 'ended'

export interface Watcher {
  /** When the commit was heard of (as performance.now()), waiting for it at most so long. Throws when it does not come. */
  heard(moment: Moment, messageId: string, withinMilliseconds?: number): Promise<number>
  close(): Promise<void>
}

const FINAL = ['done', 'done with skips', 'failed', 'uncertain', 'cancelled']

/**
 * Hears of commits from outside the product: triggers in the benchmark's own database announce when a message is stored, when it is first tagged and when
 * its execution is final. The announcement is part of the transaction, so hearing it means that it is durable.
 */
export async function watchDatabase(ownerUrl: string): Promise<Watcher> {
  const sql = postgres(ownerUrl, { max: 2, onnotice: () => undefined })
  await sql.unsafe(triggers())
  const times = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  const note = (payload: string) => {
    const at = performance.now()
    times.set(payload, times.get(payload) ?? at)
    waiting.get(payload)?.(at)
    waiting.delete(payload)
  }
  const listening = await sql.listen('bench', note)
  return {
    heard: (moment, messageId, withinMilliseconds = 20_000) => {
      const key = `${moment} ${messageId}`
      const known = times.get(key)
      if (known !== undefined) return Promise.resolve(known)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`Not within ${withinMilliseconds} ms: ${moment}.`)), withinMilliseconds)
        waiting.set(key, (at) => {
          clearTimeout(timer)
          resolve(at)
        })
      })
    },
    async close() {
      await listening.unlisten()
      await sql.end()
    },
  }
}

function triggers(): string {
  const finals = FINAL.map((state) => `'${state}'`).join(', ')
  const announce = (name: Moment, header: string) => `
    create or replace function bench_${name}() returns trigger language plpgsql as $$ begin perform pg_notify('bench', '${name} ' || (${header})); return null; end $$;
    grant execute on function bench_${name}() to public;`
  const ofMessage = 'select coalesce(message_id_header, \'\') from message where id = new.message_id'
  return [
    announce('stored', 'coalesce(new.message_id_header, \'\')'),
    announce('tagged', ofMessage),
    announce('ended', ofMessage),
    'create or replace trigger bench_stored after insert on message for each row execute function bench_stored();',
    'create or replace trigger bench_tagged after insert on message_tag for each row execute function bench_tagged();',
    `create or replace trigger bench_ended after update of state on execution for each row when (new.state in (${finals})) execute function bench_ended();`,
  ].join('\n')
}
