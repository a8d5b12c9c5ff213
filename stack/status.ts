import { currentHolder } from './lock'
import type { ChildStatus } from './kept-child'
import { dataFolder } from './paths'
import { accepts } from './port-answers'
import { readStatus } from './status-file'

interface Row extends ChildStatus {
  /** 'up': running and answering on its port. */
  readonly health: 'up' | 'not answering' | 'down'
}

/** `npm run status [-- --json]`: every process with pid, port and health. Exit code 0 when all are up, 1 when not, 3 when nothing runs. */
export async function run(args: readonly string[]): Promise<number> {
  const json = args.includes('--json')
  const folder = dataFolder()
  const holder = currentHolder(folder)
  const status = holder === null ? null : readStatus(folder)
  if (holder === null || status === null) {
    console.log(json ? JSON.stringify({ state: 'stopped', folder, processes: [] }, null, 2) : `Postroom is not running on ${folder}.`)
    return 3
  }
  const supervisor: Row = { name: 'supervisor', state: 'running', pid: holder.pid, port: null, restarts: 0, since: status.startedAt, lastEnd: '', log: '', health: 'up' }
  const rows = [supervisor, ...(await Promise.all(status.children.map(withHealth)))]
  console.log(json ? JSON.stringify({ state: status.state, url: status.url, folder, processes: rows }, null, 2) : table(status.url, status.state, rows))
  return rows.every((row) => row.health === 'up') ? 0 : 1
}

async function withHealth(child: ChildStatus): Promise<Row> {
  if (child.state !== 'running') return { ...child, health: 'down' }
  const answers = child.port === null || (await accepts(child.port))
  return { ...child, health: answers ? 'up' : 'not answering' }
}

function table(url: string, state: string, rows: readonly Row[]): string {
  const lines = rows.map((row) => `${row.name.padEnd(11)}${String(row.pid ?? '–').padEnd(9)}${String(row.port ?? '–').padEnd(7)}${row.health.padEnd(15)}${row.restarts > 0 ? `${row.restarts} restarts, last: ${row.lastEnd}` : ''}`.trimEnd())
  return [`Postroom is ${state} at ${url}`, '', 'process    pid      port   health', ...lines].join('\n')
}
