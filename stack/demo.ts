// The demo company's surroundings as one process: its mail server, the sink its outgoing mail ends in, and the mail that arrives.
// Everything is invented and stays on this machine. The company itself (accounts, rules) is rows made by server/demo/.
// Started by the supervisor unless POSTROOM_DEMO=0.

import { join } from 'node:path'
import { database } from '../server/database'
import { demoAccounts } from '../server/demo/accounts'
import { env } from '../server/env'
import { generateCorpus } from './demo/corpus'
import { demoLogin } from './demo/credentials'
import { DemoMailServer } from './demo/mail-server'
import { startSink } from './demo/sink'
import { trickle } from './demo/trickle'

const settings = env()
const folder = join(settings.POSTROOM_DATA, 'demo')
const login = demoLogin(settings.POSTROOM_MASTER_KEY)
const sink = await startSink({ port: portOf('POSTROOM_DEMO_SINK_PORT'), folder: join(folder, 'sink') })
const mail = await DemoMailServer.start({ ...login, folder: join(folder, 'mail'), port: portOf('POSTROOM_DEMO_IMAP_PORT'), firstMail: () => generateCorpus(new Date()) })

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

// History must stay history: live mail only once the account has seen the mailbox as it is.
const wanted = async () => (await demoAccounts(database())).every(({ state }) => state === 'live')
await trickle({ mail, gatewayPort: portOf('POSTROOM_GATEWAY_PORT'), webUrl: settings.NEXTAUTH_URL, wanted, signal: stopping.signal })
if (!stopping.signal.aborted) await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve))
await sink.stop()
await mail.stop()
await database().close()
process.exit(0)

function portOf(name: string): number {
  return Number(process.env[name])
}
