import { z } from 'zod'

/**
 * What a process of ours is told from outside. Every environment variable of web, worker and dispatcher is named here and nowhere else.
 * `env()` reads once; a variable that is missing or wrong stops the process with a sentence that names it. Imports zod only.
 */

const PORT = z.coerce.number().int().min(1).max(65_535)
const FLAG = z.enum(['0', '1']).transform((value) => value === '1')
const POSTGRES_URL = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
/** 256 bits in base64. */
const KEY = z.string().refine((value) => /^[A-Za-z0-9+/]{43}=$/.test(value), 'must be 32 bytes in base64')
const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
    .pipe(z.array(item))

const SCHEMA = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  /** The application role: sees the rows of one workspace at a time. */
  DATABASE_URL_APP: POSTGRES_URL,
  /** The second role: look-ups before a workspace is known, the dispatcher, the sweeps. */
  DATABASE_URL_SYSTEM: POSTGRES_URL,
  /** Connections of the application role in this process. */
  POSTROOM_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
  /** `host:port` of the engine; absent while the supervisor is still preparing one. */
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('postroom'),
  /** Seals the secrets in the database. Losing it makes them unreadable. */
  POSTROOM_MASTER_KEY: KEY,
  /** Retired master keys, newest first: they still open, they no longer seal. */
  POSTROOM_MASTER_KEYS_RETIRED: list(KEY),
  NEXTAUTH_SECRET: z.string().min(32),
  /** The one address people type; sessions and the origin check depend on it. */
  NEXTAUTH_URL: z.url(),
  POSTROOM_GATEWAY_PORT: PORT.default(2525),
  /** `host:port` pairs on private or loopback addresses that mail may be fetched from and sent through. */
  POSTROOM_ALLOWED_HOSTS: list(z.string().regex(/^\S+:\d{1,5}$/, 'must be host:port')),
  /** The data folder. */
  POSTROOM_DATA: z.string().min(1).default('.postroom'),
  /** 0 declines the demo company. */
  POSTROOM_DEMO: FLAG.default(true),
  /** Path of the prebuilt workflow bundle. */
  POSTROOM_WORKFLOW_BUNDLE: z.string().min(1).optional(),
  /** 1 when a supervisor started this process: it ends when the supervisor's pipe closes. */
  POSTROOM_SUPERVISED: FLAG.default(false),
  /** Lets a collector read /metrics from elsewhere. */
  POSTROOM_METRICS_TOKEN: z.string().min(16).optional(),
  /** Keeps several workers apart on one engine. */
  POSTROOM_QUEUE_PREFIX: z.string().regex(/^[a-z0-9_-]*$/i).default(''),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Env = z.infer<typeof SCHEMA>

let known: Env | undefined

/** The environment of this process, read and checked once. Throws an error that names every wrong variable and never shows its value. */
export function env(): Env {
  known ??= parseEnv(process.env)
  return known
}

/** Checks a set of variables. An empty variable counts as absent. */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = SCHEMA.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment is not complete:\n${lines.join('\n')}`)
}
