import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import postgres from 'postgres'
import { projectRoot } from '../../stack/paths'

export interface BareActivities {
  act(id: string): Promise<void>
}

export interface BareEngine {
  /** Starts a workflow and waits until its row is committed. Returns how many milliseconds after `began` that was, or after the call. */
  run(began?: number): Promise<number>
  /** One row in a commit of its own, whose announcement starts the workflow: how long from that commit to the one of the activity. */
  runFromRow(): Promise<number>
  close(): Promise<void>
}

const QUEUE = 'bench-bare'

/** A worker with nothing in it, on the same Temporal server and the same Postgres. Workflows are started as the product starts them: eagerly, from an announced row. */
export async function startBareEngine({ address, namespace, ownerUrl }: { readonly address: string; readonly namespace: string; readonly ownerUrl: string }): Promise<BareEngine> {
  const sql = postgres(ownerUrl, { max: 12, onnotice: () => undefined })
  await sql`create table if not exists bench_asked (id uuid primary key)`
  await sql`create table if not exists bench_acted (id uuid primary key, at timestamptz not null default now())`
  const acted = new Map<string, (at: number) => void>()
  const activities: BareActivities = {
    async act(id) {
      await sql`insert into bench_acted (id) values (${id}) on conflict do nothing`
      acted.get(id)?.(performance.now())
      acted.delete(id)
    },
  }
  const logger = new DefaultLogger('ERROR')
  Runtime.install({ logger, shutdownSignals: [] })
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: join(projectRoot(), 'test', 'bench', 'bare-workflow.ts'), logger })
  const connection = await NativeConnection.connect({ address })
  const worker = await Worker.create({
    connection, namespace, taskQueue: QUEUE, workflowBundle, activities, maxConcurrentWorkflowTaskPolls: 4, maxConcurrentActivityTaskPolls: 2, maxConcurrentWorkflowTaskExecutions: 40, maxConcurrentLocalActivityExecutions: 40, maxCachedWorkflows: 500,
  })
  const running = worker.run()
  const client = new Client({ connection, namespace })
  const start = (id: string): Promise<number> => {
    const done = new Promise<number>((resolve) => acted.set(id, resolve))
    return client.workflow.start('bareWorkflow', { taskQueue: QUEUE, workflowId: `bench:${id}`, args: [id], requestEagerStart: true }).then(() => done)
  }
  const asked = new Map<string, (at: number) => void>()
  const listening = await sql.listen('bench_asked', (id) => asked.get(id)?.(performance.now()))
  return {
    async run(began = performance.now()) {
      return (await start(randomUUID())) - began
    },
    async runFromRow() {
      const id = randomUUID()
      const heard = new Promise<number>((resolve) => asked.set(id, resolve))
      await sql.begin((tx) => [tx`insert into bench_asked (id) values (${id})`, tx`select pg_notify('bench_asked', ${id})`])
      const began = await heard
      asked.delete(id)
      return (await start(id)) - began
    },
    async close() {
      await listening.unlisten()
      worker.shutdown()
      await running
      await connection.close()
      await sql.end()
    },
  }
}
