// The contract between the supervisor and the processes it starts: which variables each is given, and which a person may set.
// server/env.ts reads the same names on the other side. Ports move to the next free one when taken; everything listens on loopback.
//
// A person may set: POSTROOM_PORT, POSTROOM_GATEWAY_PORT, POSTROOM_POSTGRES_PORT, POSTROOM_TEMPORAL_PORT, POSTROOM_DEMO_IMAP_PORT,
// POSTROOM_DEMO_SINK_PORT; POSTROOM_DATA (the data folder), POSTROOM_CACHE (downloaded and built programs), POSTROOM_URL (the address
// people type, behind a proxy), POSTROOM_DEMO=0 (no demo company), POSTROOM_ALLOWED_HOSTS; DATABASE_URL (a PostgreSQL of their own, as
// a role that may create roles), TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE (an engine of their own), TEMPORAL_CLI_PATH (a `temporal`
// program), POSTROOM_TEMPORAL_DOWNLOAD (a mirror of the official archive), POSTROOM_NEXT_DIST (where the web app is built to), LOG_LEVEL,
// POSTROOM_METRICS_TOKEN.

import type { DatabaseUrls } from './database-urls'
import { freePortFrom } from './ports'
import type { Secrets } from './secrets'
import { NAMESPACE } from './temporal'

/** The ports of one installation and the variable that sets each. */
const PORTS = {
  web: { variable: 'POSTROOM_PORT', usual: 3000 },
  gateway: { variable: 'POSTROOM_GATEWAY_PORT', usual: 2525 },
  database: { variable: 'POSTROOM_POSTGRES_PORT', usual: 54_320 },
  engine: { variable: 'POSTROOM_TEMPORAL_PORT', usual: 7233 },
  demoImap: { variable: 'POSTROOM_DEMO_IMAP_PORT', usual: 3143 },
  demoSink: { variable: 'POSTROOM_DEMO_SINK_PORT', usual: 3025 },
} as const

export type PortName = keyof typeof PORTS
export type Ports = Readonly<Record<PortName, number>>

/** The ports this run uses, and a sentence for each that had to move. */
export async function choosePorts(env: NodeJS.ProcessEnv = process.env): Promise<{ ports: Ports; moved: string[] }> {
  const moved: string[] = []
  const taken = new Set<number>()
  const choose = async (name: PortName): Promise<number> => {
    const { variable, usual } = PORTS[name]
    const wanted = portOf(variable, env[variable]) ?? usual
    const port = await freePortFrom(wanted, taken)
    taken.add(port)
    if (port !== wanted) moved.push(`Port ${wanted} (${variable}) is taken by another program; using ${port}.`)
    return port
  }
  const ports = { web: await choose('web'), gateway: await choose('gateway'), database: await choose('database'), engine: await choose('engine'), demoImap: await choose('demoImap'), demoSink: await choose('demoSink') }
  return { ports, moved }
}

/** What every process of one installation agrees on. */
export interface Installation {
  readonly dataFolder: string
  readonly ports: Ports
  readonly secrets: Secrets
  readonly database: DatabaseUrls
  readonly engineAddress: string
  readonly url: string
  readonly demo: boolean
  readonly workflowBundle: string
}

/** The variables of web, worker and demo. The owner's database URL is not among them. */
export function childEnv(installation: Installation, mode: 'production' | 'development', env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { ports, secrets, database } = installation
  const demoHosts = installation.demo ? [`127.0.0.1:${ports.demoImap}`, `127.0.0.1:${ports.demoSink}`] : []
  return {
    ...inherited(env),
    NODE_ENV: mode,
    DATABASE_URL_APP: database.appUrl,
    DATABASE_URL_SYSTEM: database.systemUrl,
    TEMPORAL_ADDRESS: installation.engineAddress,
    TEMPORAL_NAMESPACE: env.TEMPORAL_NAMESPACE ?? NAMESPACE,
    POSTROOM_MASTER_KEY: secrets.masterKey,
    NEXTAUTH_SECRET: secrets.sessionSecret,
    NEXTAUTH_URL: installation.url,
    POSTROOM_GATEWAY_PORT: String(ports.gateway),
    POSTROOM_DEMO_IMAP_PORT: String(ports.demoImap),
    POSTROOM_DEMO_SINK_PORT: String(ports.demoSink),
    POSTROOM_ALLOWED_HOSTS: [env.POSTROOM_ALLOWED_HOSTS, ...demoHosts].filter(Boolean).join(','),
    POSTROOM_DATA: installation.dataFolder,
    POSTROOM_DEMO: installation.demo ? '1' : '0',
    POSTROOM_WORKFLOW_BUNDLE: installation.workflowBundle,
    POSTROOM_SUPERVISED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

/** The engine's host and port, when a person runs one. */
export function ownEngine(env: NodeJS.ProcessEnv = process.env): string | null {
  return env.TEMPORAL_ADDRESS ? env.TEMPORAL_ADDRESS : null
}

/** What must not be handed down: the owner's database, and options meant for the supervisor alone. */
const WITHHELD = new Set(['DATABASE_URL', 'NODE_OPTIONS', 'npm_config_user_agent'])

function inherited(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !WITHHELD.has(name)))
}

function portOf(variable: string, text: string | undefined): number | null {
  if (!text) return null
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`${variable} is "${text}", which is not a port (1 to 65535).`)
  return port
}
