import type { ChildStatus } from './kept-child'

const ROLES: Record<string, string> = {
  database: 'keeps everything',
  engine: 'decides order and time',
  worker: 'fetches, matches, sends; takes mail by SMTP',
  web: 'the screens and the API',
  demo: 'the demo company\'s mail server',
}

export interface SummaryInput {
  readonly url: string
  readonly children: readonly ChildStatus[]
  readonly folder: string
  readonly credentials: { readonly email: string; readonly password: string } | null
}

/** The one screen at the end of `npm start`: what runs where, where the data is, who signs in, how to stop. */
export function summary({ url, children, folder, credentials }: SummaryInput): string {
  const rows = children.map((child) => `  ${child.name.padEnd(9)} 127.0.0.1:${String(child.port ?? '').padEnd(6)} pid ${String(child.pid ?? '–').padEnd(7)} ${ROLES[child.name] ?? ''}`)
  const signIn = credentials === null ? [] : ['', 'Sign in as the demo company\'s owner (shown this once, kept nowhere):', `  e-mail    ${credentials.email}`, `  password  ${credentials.password}`]
  return ['', ...rows, '', `  data      ${folder}`, `  logs      ${folder}/logs`, ...signIn, '', `Postroom is ready at ${url}`, 'Stop it with Ctrl-C.', ''].join('\n')
}
