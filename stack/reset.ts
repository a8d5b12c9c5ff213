import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { currentHolder } from './lock'
import { dataFolder } from './paths'
import { stopOrphan } from './postgres-server/orphan'
import { systemFolder } from './postgres-server/place'
import { stopLeftovers } from './supervisor'

/** `npm run reset [-- --yes]`: deletes all data of the installation, after asking. What is built and downloaded stays. */
export async function run(args: readonly string[]): Promise<number> {
  const folder = dataFolder()
  const holder = currentHolder(folder)
  if (holder !== null) {
    console.error(`Postroom is running on ${folder} (pid ${holder.pid}). Stop it first.`)
    return 1
  }
  if (!args.includes('--yes') && !(await agreed(folder))) {
    console.log('Nothing was deleted.')
    return 1
  }
  await stopLeftovers(join(folder, 'run'))
  for (const database of [join(folder, 'postgres'), systemFolder(join(folder, 'postgres'))]) {
    if (existsSync(join(database, 'cluster'))) await stopOrphan(join(database, 'cluster'))
    rmSync(database, { recursive: true, force: true })
  }
  for (const part of ['temporal', 'run', 'logs', 'secrets.json', 'demo']) rmSync(join(folder, part), { recursive: true, force: true })
  console.log(`All data in ${folder} is deleted. "npm start" begins anew.`)
  return 0
}

async function agreed(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error('This deletes all mail, rules and secrets. Say so with: npm run reset -- --yes')
    return false
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return (await lines.question(`Delete all mail, rules and secrets in ${folder}? Type "delete": `)).trim() === 'delete'
  } finally {
    lines.close()
  }
}
