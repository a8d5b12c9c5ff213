import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from './paths'

/** How a command ended and all it said, in order. */
export interface CommandResult {
  readonly code: number
  readonly output: string
}

/** Runs a program of node_modules with our own Node. `inherit`: its output goes to the screen as it comes, and is not kept. */
export function runTool(script: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; inherit?: boolean } = {}): Promise<CommandResult> {
  return runCommand(process.execPath, [join(projectRoot(), 'node_modules', script), ...args], options)
}

/** Runs a program to its end without a shell. Resolves with how it ended; rejects when it cannot be started. */
export function runCommand(command: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; inherit?: boolean } = {}): Promise<CommandResult> {
  const output = options.inherit ? 'inherit' : 'pipe'
  const child = spawn(command, [...args], { cwd: projectRoot(), env: options.env ?? process.env, stdio: ['ignore', output, output] })
  let text = ''
  const keep = (chunk: Buffer): void => {
    text += chunk.toString()
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output: text }))
  })
}
