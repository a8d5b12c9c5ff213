import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of these programs on the PATH, or null. Absolute names are tried as they are. */
export function which(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = names.flatMap((name) => (name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))))
  return candidates.find(isExecutable) ?? null
}

/** The Chromium that browser tests use: POSTROOM_CHROMIUM, else one on the PATH, else null. */
export function chromiumProgram(env: NodeJS.ProcessEnv = process.env): string | null {
  return which(env.POSTROOM_CHROMIUM ? [env.POSTROOM_CHROMIUM] : ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'], env)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return false
    throw cause
  }
}
