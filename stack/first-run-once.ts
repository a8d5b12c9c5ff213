import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { database } from '../server/database'
import { setUpDemo } from '../server/demo/set-up'
import { env } from '../server/env'
import { createOwner, firstRun, needsOwner } from '../server/first-run'
import { services } from '../server/services'
import { demoLogin } from './demo/credentials'

/**
 * The program `first-run`: makes the demo company's owner, or asks for the owner where demo is declined, and ends.
 * Argument `make`: prints `{"email","password"}` when it made somebody, `{"asks":true}` when an owner is still missing, `{}` otherwise.
 * Argument `ask`: asks in the terminal, or takes POSTROOM_OWNER_EMAIL and POSTROOM_OWNER_PASSWORD.
 */
const demo = process.env.POSTROOM_DEMO !== '0'
try {
  if (process.argv[2] === 'ask') await ask()
  else await make()
} finally {
  await database().close()
}

async function make(): Promise<void> {
  const made = await firstRun({ database: database(), demo })
  if (demo) await setUpDemo(services(), { ...demoLogin(env().POSTROOM_MASTER_KEY), imapPort: Number(process.env.POSTROOM_DEMO_IMAP_PORT), sinkPort: Number(process.env.POSTROOM_DEMO_SINK_PORT) })
  process.stdout.write(`${JSON.stringify(made ?? ((await needsOwner(database())) ? { asks: true } : {}))}\n`)
}

async function ask(): Promise<void> {
  const { POSTROOM_OWNER_EMAIL, POSTROOM_OWNER_PASSWORD, POSTROOM_OWNER_NAME, POSTROOM_WORKSPACE } = process.env
  if (POSTROOM_OWNER_EMAIL && POSTROOM_OWNER_PASSWORD) {
    await createOwner(database(), { email: POSTROOM_OWNER_EMAIL, password: POSTROOM_OWNER_PASSWORD, name: POSTROOM_OWNER_NAME ?? POSTROOM_OWNER_EMAIL, workspaceName: POSTROOM_WORKSPACE ?? 'Postroom' })
    return
  }
  process.stdout.write('\nThis installation has no owner yet. Who is it?\n')
  const workspaceName = await question('Company: ')
  const name = await question('Your name: ')
  const email = await question('Your e-mail address: ')
  const password = await question('A password (not shown): ', true)
  await createOwner(database(), { workspaceName, name, email, password })
  process.stdout.write('\nYou can sign in now.\n')
}

async function question(text: string, hidden = false): Promise<string> {
  process.stdout.write(text)
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stdout
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    if (hidden) process.stdout.write('\n')
  }
}
