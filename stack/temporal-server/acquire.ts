import { asError } from '../as-error'
import { buildTemporal, goVersion } from './build'
import { downloadTemporal } from './download'
import { cachedBinary, findTemporal } from './find'
import { TEMPORAL_VERSION } from './version'

/** What is being done, for the screen. */
export type Acquiring = 'looking' | 'downloading' | 'building'

/**
 * A `temporal` program, whatever it takes: found, else downloaded, else built where Go is. Throws a message that says what
 * can be done when none works.
 */
export async function acquireTemporal(options: { logFolder: string; onStage?: (stage: Acquiring) => void; signal?: AbortSignal; env?: NodeJS.ProcessEnv; downloadFrom?: string; patienceMilliseconds?: number }): Promise<string> {
  const { onStage = () => undefined, signal, env = process.env } = options
  onStage('looking')
  const found = await findTemporal(env)
  if (found !== null) return found
  const target = cachedBinary(env)
  onStage('downloading')
  const refused = await attempt(() => downloadTemporal({ target, signal, baseUrl: options.downloadFrom, patienceMilliseconds: options.patienceMilliseconds }))
  if (refused === null) return target
  signal?.throwIfAborted()
  if (goVersion(env) === null) throw new Error(missing(refused))
  onStage('building')
  await buildTemporal({ target, logFolder: options.logFolder, signal, env })
  return target
}

async function attempt(what: () => Promise<void>): Promise<Error | null> {
  try {
    await what()
    return null
  } catch (cause) {
    return asError(cause)
  }
}

function missing(refused: Error): string {
  const reason = refused.cause instanceof Error ? `${refused.message}: ${refused.cause.message}` : refused.message
  return `There is no Temporal server yet. The download did not work (${reason}) and Go is not installed to build it. Do one of these, nothing needs a restart: put the program "temporal" ${TEMPORAL_VERSION} on the PATH or name it in TEMPORAL_CLI_PATH, install Go, or set TEMPORAL_ADDRESS to a server you run.`
}
