import { runTool } from './command'

/** `npm run replay`: every saved history against today's workflow code. Needs no server. */
export async function run(args: readonly string[]): Promise<number> {
  const { code } = await runTool('vitest/vitest.mjs', ['run', '--project', 'pure', 'replay', ...args], { inherit: true })
  return code
}
