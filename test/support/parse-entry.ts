import { randomUUID } from 'node:crypto'
import { build } from 'esbuild'

/** Bundles the reading thread as the product's build does and returns where it is; built once per test process. */
export function parseEntry(): Promise<URL> {
  entry ??= bundle()
  return entry
}

let entry: Promise<URL> | null = null

async function bundle(): Promise<URL> {
  const outfile = new URL(`../../.postroom/test-bundles/parse-child-${randomUUID()}.mjs`, import.meta.url)
  await build({
    entryPoints: [new URL('../../mail/parse-child.ts', import.meta.url).pathname],
    outfile: outfile.pathname,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  })
  return outfile
}
