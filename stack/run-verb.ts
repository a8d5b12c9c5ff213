import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { leashArguments } from './child'
import { projectRoot } from './paths'

/** Runs a program of ours in a process that ends, and returns what it printed. Throws its last words when it fails. It ends with us. */
export async function runOnce(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [...leashArguments(), ...args], { cwd: projectRoot(), env: { ...env, POSTROOM_LEASH: '1' }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const [output, errors, end] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<string>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => resolve(signal ?? String(code)))
    }),
  ])
  if (end !== '0') throw new Error(errors.trim() || output.trim() || `ended with ${end}`)
  return output
}

/** A verb of run.mjs, in a process of its own. */
export function runVerb(verb: string, env: NodeJS.ProcessEnv): Promise<string> {
  return runOnce([join(projectRoot(), 'stack', 'run.mjs'), verb], env)
}

async function text(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (stream === null) return ''
  let all = ''
  for await (const chunk of stream) all += chunk.toString()
  return all
}
