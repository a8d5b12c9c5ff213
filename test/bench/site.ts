import { openDatabase, type Database } from '../../db/client'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { account } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { accountSecretPlace } from '../../server/routers/account/view'
import { secretsWith } from '../../server/secrets'
import { ensureTemporal } from './parts'
import { NAMESPACE } from '../../stack/temporal'
import { loadSecrets } from '../../stack/secrets'
import type { RuleGraph } from '../../rules/graph'
import { dovecotProgram, startDovecot, type OwnDovecot } from '../support/dovecot'
import { accountWith, workspaceWith, type Office } from '../support/fixtures'
import { startInstallation, type Installation } from '../support/installation'
import { ruleWith } from '../support/rules'
import { startBareEngine, type BareEngine } from './bare-engine'
import { Unavailable } from './benchmark'
import { watchDatabase, type Watcher } from './watcher'

/** A whole Postroom as `npm start` runs it, without the demo company, and a company in it for the benchmarks to work on. */
export interface Company {
  readonly installation: Installation
  readonly database: Database
  readonly workspaceId: string
  readonly watcher: Watcher
  /** A bare worker on the same engine and database. */
  bareEngine(): Promise<BareEngine>
  /** A live account of the gateway with one published rule. */
  localAccount(address: string, rule: RuleGraph): Promise<Pick<Office, 'accountId' | 'mailboxes'>>
  /** Connects a Dovecot user as a live account, with a rule if given. What it does from then on is the product's. */
  imapAccount(login: { readonly user: string; readonly password: string }, rule: RuleGraph | null): Promise<{ readonly accountId: string }>
}

/** What several benchmarks share; started when the first of them asks. */
export class Site {
  private company: Promise<Company> | null = null
  private server: Promise<OwnDovecot> | null = null
  private readonly closing: (() => Promise<unknown>)[] = []

  open(): Promise<Company> {
    this.company ??= this.start()
    return this.company
  }

  /** A Dovecot of the benchmarks' own. @throws Unavailable */
  dovecot(): Promise<OwnDovecot> {
    if (dovecotProgram() === null) throw new Unavailable('Dovecot is not installed (Debian: apt-get install dovecot-imapd dovecot-lmtpd)')
    this.server ??= startDovecot().then((server) => {
      this.closing.push(() => server.stop())
      return server
    })
    return this.server
  }

  async close(): Promise<void> {
    for (const end of this.closing.splice(0).reverse()) await end()
  }

  private async start(): Promise<Company> {
    await ensureTemporal()
    // The installation must be told of the one host on loopback that it may connect to before it starts.
    const hosts = dovecotProgram() === null ? '' : `127.0.0.1:${(await this.dovecot()).imapPort}`
    const installation = await startInstallation({ env: { POSTROOM_DEMO: '0', POSTROOM_ALLOWED_HOSTS: hosts, LOG_LEVEL: 'warn' } })
    this.closing.push(() => installation.remove())
    const database = openDatabase({ ...installation.databases })
    this.closing.push(() => database.close())
    const watcher = await watchDatabase(installation.databases.ownerUrl)
    this.closing.push(() => watcher.close())
    const staff = await workspaceWith(database, 'Bench', 'bench@northwind.example')
    const { workspaceId } = staff
    let bare: Promise<BareEngine> | null = null
    return {
      installation, database, workspaceId, watcher,
      bareEngine: () => {
        bare ??= startBareEngine({ address: `127.0.0.1:${installation.status().ports.engine}`, namespace: NAMESPACE, ownerUrl: installation.databases.ownerUrl }).then((engine) => {
          this.closing.push(() => engine.close())
          return engine
        })
        return bare
      },
      localAccount: async (address, rule) => {
        const place = await database.inWorkspace(workspaceId, (tx) => accountWith(tx, workspaceId, address, 'local'))
        await publish(database, { ...staff, ...place }, rule)
        return place
      },
      imapAccount: async ({ user, password }, rule) => {
        const { imapPort } = await this.dovecot()
        const accountId = newId()
        const imapSecret = secretsWith(loadSecrets(installation.folder).masterKey).seal(password, accountSecretPlace(workspaceId, accountId))
        const imap = { host: '127.0.0.1', port: imapPort, security: 'none', user } as const
        await database.inWorkspace(workspaceId, (tx) => tx.insert(account).values({ id: accountId, workspaceId, kind: 'imap', name: user, address: `${user}@northwind.example`, imap, imapSecret, incomingMode: 'live' }))
        if (rule !== null) await publish(database, { ...staff, accountId }, rule)
        await database.inWorkspace(workspaceId, (tx) => enqueue(tx, [{ workspaceId, workflow: 'syncAccount', kind: 'start', subjectId: accountId }]))
        return { accountId }
      },
    }
  }
}

async function publish(database: Database, place: { workspaceId: string; userId: string; accountId: string }, rule: RuleGraph): Promise<void> {
  await ruleWith({ ...place, ask: (work) => database.inWorkspace(place.workspaceId, work) }, rule)
}
