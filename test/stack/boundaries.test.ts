import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { projectRoot } from '../../stack/paths'
import { scratchFolder } from '../support/scratch'

const cruise = z.object({ summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }) })

/** File, the line it begins with, the rule that refuses it (null: allowed). */
const CASES: readonly (readonly [file: string, line: string, refusedBy: string | null])[] = [
  ['rules/plan/a.ts', "import { z } from 'zod'", 'rules-plan-values'],
  ['rules/plan/b.ts', "import type { G } from '../graph'", 'rules-plan-types'],
  ['rules/a.ts', "import { z } from 'zod'", null],
  ['rules/b.ts', "import { readFileSync } from 'node:fs'", 'rules-values'],
  ['rules/c.ts', "import { useState } from 'react'", 'rules-values'],
  ['mail/a.ts', "import type { F } from '../rules/facts'", null],
  ['mail/b.ts', "import { f } from '../rules/facts'", 'mail-values'],
  ['mail/c.ts', "import type { G } from '../rules/graph'", 'mail-types'],
  ['db/a.ts', "import type { G } from '../rules/graph'", null],
  ['db/b.ts', "import { g } from '../rules/graph'", 'db-values'],
  ['workflows/a.ts', "import type { A } from '../activities/act'", null],
  ['workflows/b.ts', "import { a } from '../activities/act'", 'workflows-values'],
  ['workflows/c.ts', "import { g } from '../rules/graph'", 'workflows-values'],
  ['activities/a.ts', "import { d } from '../db/data'", null],
  ['activities/b.ts', "import { s } from '../server/env'", 'activities-values'],
  ['server/a.ts', "import { a } from '../activities/act'", 'server-values'],
  ['server/b.ts', "import { w } from './worker'", 'server-values'],
  ['server/dispatch.ts', "import { a } from '../activities/act'", null],
  ['components/a.tsx', "import type { E } from '../server/env'", null],
  ['components/b.tsx', "import { s } from '../server/env'", 'components-values'],
  ['app/a.tsx', "import { s } from '../server/env'", null],
  ['app/b.tsx', "import { w } from '../server/worker'", 'app-values'],
  ['app/c.tsx', "import { d } from '../db/data'", 'app-values'],
  ['mail/d.ts', "import { u } from '../test/until'", 'nothing-needs-the-stack'],
  ['mail/e.ts', "import { x } from './nowhere'", 'not-resolvable'],
]

const PRESENT = { 'rules/graph.ts': 'G, g', 'rules/facts.ts': 'F, f', 'activities/act.ts': 'A, a', 'db/data.ts': 'D, d', 'server/env.ts': 'E, s', 'server/worker.ts': 'W, w', 'test/until.ts': 'U, u' }

test('the import table is enforced, for values and for types', () => {
  const root = scratchFolder()
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  for (const [file, names] of Object.entries(PRESENT)) {
    const [type, value] = names.split(', ')
    write(file, `export type ${type} = string\nexport const ${value} = ''\n`)
  }
  for (const [file, line] of CASES) write(file, `${line}\n${usedName(line)}\n`)
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) writeFileSync(join(root, file), readFileSync(join(projectRoot(), file)))
  symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'))

  const tool = join(projectRoot(), 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const folders = ['activities', 'app', 'components', 'db', 'mail', 'rules', 'server', 'test', 'workflows']
  const { stdout } = spawnSync(process.execPath, [tool, ...folders, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', '--preserve-symlinks'], { cwd: root, encoding: 'utf8', maxBuffer: 100_000_000 })
  const { violations } = cruise.parse(JSON.parse(stdout)).summary
  const refused = CASES.map(([file]) => [file, violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)])
  expect(refused).toEqual(CASES.map(([file, , rule]) => [file, rule === null ? [] : expect.arrayContaining([rule])]))
})

/** An import that nobody uses would not be there after compiling. */
function usedName(line: string): string {
  const name = /\{ (\w+) \}/.exec(line)?.[1] ?? ''
  return line.startsWith('import type') ? `export type Used = ${name}` : `export const used = ${name}`
}
