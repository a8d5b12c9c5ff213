import { z } from 'zod'
import { FILE_FORMAT, FILE_VERSION } from './file'

/** One step from a shape that was once written to the next. @throws ZodError when the document is not of the older shape. */
interface Migration {
  readonly from: number
  readonly name: string
  apply(old: unknown): unknown
}

const OneRule = z.object({
  name: z.string(),
  graph: z.unknown(),
  names: z.array(z.object({ id: z.string(), kind: z.enum(['mailbox', 'user']), name: z.string() })).default([]),
})

/** To add one: raise `FILE_VERSION`, and say here how the version before becomes the new one. None is ever removed. */
const MIGRATIONS: readonly Migration[] = [
  {
    from: 0,
    name: 'one rule with names beside its ids becomes a list of rules with references',
    apply: (old) => {
      const { name, graph, names } = OneRule.parse(old)
      return {
        format: FILE_FORMAT,
        version: 1,
        rules: [{ name, graph }],
        references: {
          mailboxes: names.flatMap(({ id, kind, name: path }) => (kind === 'mailbox' ? [{ ref: id, path }] : [])),
          users: names.flatMap(({ id, kind, name: email }) => (kind === 'user' ? [{ ref: id, email }] : [])),
        },
      }
    },
  },
]

const Head = z.union([
  z.object({ format: z.literal('postroom.rule'), formatVersion: z.literal(1) }).transform(() => 0),
  z.object({ format: z.literal(FILE_FORMAT), version: z.int().min(1) }).transform(({ version }) => version),
])

/** The version of a document; null: it is none of ours. */
export function versionOf(document: unknown): number | null {
  return Head.safeParse(document).data ?? null
}

/** A document of version `from` in today's shape, not yet checked. @throws ZodError */
export function migrated(document: unknown, from: number): unknown {
  return MIGRATIONS.filter((step) => step.from >= from && step.from < FILE_VERSION).reduce((old, step) => step.apply(old), document)
}
