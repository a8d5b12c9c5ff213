import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder } from '../paths'
import { TEMPORAL_VERSION } from './version'

/** Where the binary of this version is kept, once it is there. */
export function cachedBinary(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(env), `temporal-${TEMPORAL_VERSION}`)
}

/**
 * The first `temporal` that answers `--version`: TEMPORAL_CLI_PATH, PATH, where the official installer puts it, our cache.
 * Null when there is none. A TEMPORAL_CLI_PATH that does not answer is an error, not a reason to look elsewhere.
 */
export async function findTemporal(env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const named = env.TEMPORAL_CLI_PATH
  if (named) {
    if (await answersVersion(named)) return named
    throw new Error(`TEMPORAL_CLI_PATH is ${named}, but "${named} --version" does not answer.`)
  }
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, 'temporal'))
  for (const candidate of [...onPath, join(env.HOME ?? homedir(), '.temporalio', 'bin', 'temporal'), cachedBinary(env)]) {
    if (existsSync(candidate) && (await answersVersion(candidate))) return candidate
  }
  return null
}

/** Whether the file is a program that says it is Temporal's command line. */
export async function answersVersion(file: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'], { timeout: 10_000 })
    return /temporal version/i.test(stdout)
  } catch (cause) {
    if (cause instanceof Error) return false
    throw cause
  }
}
