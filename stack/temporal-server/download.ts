import { execFile } from 'node:child_process'
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { answersVersion } from './find'
import { TEMPORAL_VERSION } from './version'

export interface DownloadOptions {
  /** Where the binary goes; put in place complete and after it has answered, or not at all. */
  readonly target: string
  /** Without the version; an installation behind a mirror sets POSTROOM_TEMPORAL_DOWNLOAD. */
  readonly baseUrl?: string
  /** How long nothing may arrive before we give up and build instead. */
  readonly patienceMilliseconds?: number
  readonly signal?: AbortSignal
}

const OFFICIAL = 'https://temporal.download/cli/archive'

/** Fetches the official archive and unpacks it to `target`. Throws with the reason when that is not possible. */
export async function downloadTemporal({ target, baseUrl = process.env.POSTROOM_TEMPORAL_DOWNLOAD ?? OFFICIAL, patienceMilliseconds = 10_000, signal }: DownloadOptions): Promise<void> {
  const url = `${baseUrl}/v${TEMPORAL_VERSION}?platform=${platform()}&arch=${architecture()}`
  mkdirSync(dirname(target), { recursive: true })
  const folder = mkdtempSync(`${target}.download-`)
  try {
    await fetchTo(url, join(folder, 'archive.tar.gz'), patienceMilliseconds, signal)
    await promisify(execFile)('tar', ['-xzf', 'archive.tar.gz', 'temporal'], { cwd: folder })
    const binary = join(folder, 'temporal')
    chmodSync(binary, 0o755)
    if (!(await answersVersion(binary))) throw new Error(`What ${url} gave does not answer "--version" here.`)
    renameSync(binary, target)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fetchTo(url: string, file: string, patienceMilliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const patience = new Patience(patienceMilliseconds)
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, patience.signal]) : patience.signal })
    if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}.`)
    const noticeProgress = new Transform({
      transform(chunk, _encoding, done) {
        patience.renew()
        done(null, chunk)
      },
    })
    await pipeline(Readable.from(response.body), noticeProgress, createWriteStream(file))
  } finally {
    patience.end()
  }
}

/** A deadline that moves on whenever something arrives. */
class Patience {
  private readonly controller = new AbortController()
  private timer: NodeJS.Timeout

  constructor(private readonly milliseconds: number) {
    this.timer = this.begin()
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  renew(): void {
    clearTimeout(this.timer)
    this.timer = this.begin()
  }

  end(): void {
    clearTimeout(this.timer)
  }

  private begin(): NodeJS.Timeout {
    return setTimeout(() => this.controller.abort(new Error(`Nothing arrived for ${this.milliseconds / 1000} s.`)), this.milliseconds)
  }
}

function platform(): string {
  if (process.platform === 'linux' || process.platform === 'darwin') return process.platform
  throw new Error(`There is no official Temporal archive for ${process.platform}.`)
}

function architecture(): string {
  if (process.arch === 'x64') return 'amd64'
  if (process.arch === 'arm64') return 'arm64'
  throw new Error(`There is no official Temporal archive for ${process.arch}.`)
}
