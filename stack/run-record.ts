import type { DatabaseUrls } from './database-urls'
import type { Ports } from './env'
import type { ChildStatus } from './kept-child'
import { keepProcessState, type ProcessState } from './process-state'
import { writeStatus, type RunState } from './status-file'

/** The state of a run, told to the status file, to the table the screens read, and in words when a part had to be started again. */
export class RunRecord {
  private state: RunState = 'starting'
  private children: readonly ChildStatus[] = []
  private table: ProcessState | null = null
  private readonly startedAt = new Date().toISOString()

  constructor(
    private readonly folder: string,
    private readonly url: string,
    private readonly ports: Ports,
    private readonly say: (sentence: string) => void,
  ) {}

  changed(children: typeof this.children): void {
    for (const child of children) if (child.restarts > this.restartsOf(child.name)) this.sayRestart(child)
    this.children = children
    this.write()
  }

  /** A part that keeps ending is told ever more rarely, as it is restarted ever more rarely. */
  private sayRestart({ name, restarts, lastEnd, log }: ChildStatus): void {
    if ((restarts & (restarts - 1)) === 0) this.say(`✗ ${name}: ${lastEnd}; starting it again. Its log: ${log}`)
  }

  private restartsOf(name: string): number {
    return this.children.find((child) => child.name === name)?.restarts ?? 0
  }

  become(state: RunState): void {
    this.state = state
    this.write()
  }

  async alsoInto(database: DatabaseUrls): Promise<void> {
    this.table = await keepProcessState(database.ownerUrl)
    this.write()
  }

  async close(): Promise<void> {
    await this.table?.close()
    this.table = null
  }

  private write(): void {
    writeStatus(this.folder, { pid: process.pid, url: this.url, state: this.state, startedAt: this.startedAt, ports: this.ports, children: this.children })
    this.table?.write(this.children)
  }
}
