import { z } from 'zod'
import { CalendarHours, TimeZone } from '../calendar'
import { GraphEdge, GraphNode, RuleGraph } from '../graph'
import { MAX_ENTRY, MAX_LIST_ENTRIES } from '../word-list'

/**
 * Rules as a document: what was drawn, and what its steps refer to by names that mean something elsewhere too. Where a drawing of a workspace holds an id, that
 * of a file holds a `ref`, which `references` explains. No ids, no secrets. This file owns the shape; older shapes are read through `migrate.ts`.
 */

export const FILE_FORMAT = 'postroom.rules'
export const FILE_VERSION = 1
export const MAX_RULES = 100
/** Characters of one file, below what a request may hold with its escapes counted. */
export const MAX_CHARACTERS = 700_000
/** The shortest field of a step that may hold a ref. */
export const MAX_REF = 100

const Ref = z.string().min(1).max(MAX_REF)
const Name = z.string().min(1).max(300)

/** A drawing with nothing in it that would be dropped without a word. */
const Graph = RuleGraph.extend({ nodes: z.array(GraphNode.strict()).max(200), edges: z.array(GraphEdge.strict()).max(400) }).strict()

export const FileRule = z.strictObject({
  /** What steps of other rules call it. */
  ref: Ref.optional(),
  name: z.string().trim().min(1).max(120),
  /** A ref of `references.accounts`; absent: the file does not say which account it is for. */
  account: Ref.optional(),
  graph: Graph,
})
export type FileRule = z.infer<typeof FileRule>

const many = <Item extends z.ZodType>(item: Item) => z.array(item).max(1_000).default([])

export const FileReferences = z.strictObject({
  accounts: many(z.strictObject({ ref: Ref, address: z.string().min(1).max(320), name: Name.optional() })),
  /** `role`: what it is for, such as `archive`; found by that first. */
  mailboxes: many(z.strictObject({ ref: Ref, path: Name, role: z.string().max(20).optional(), account: Ref.optional() })),
  users: many(z.strictObject({ ref: Ref, email: z.string().min(1).max(320), name: Name.optional() })),
  /** With their hours they can be made where they are missing. */
  calendars: many(z.strictObject({ ref: Ref, name: Name, timeZone: TimeZone.optional(), hours: CalendarHours.optional() })),
  /** With their entries they can be made where they are missing. */
  lists: many(z.strictObject({ ref: Ref, name: Name, entries: z.array(z.string().max(MAX_ENTRY)).max(MAX_LIST_ENTRIES).optional() })),
  hooks: many(z.strictObject({ ref: Ref, name: Name })),
  endpoints: many(z.strictObject({ ref: Ref, name: Name, style: z.string().max(40).optional() })),
  /** Rules that are not in the file. */
  rules: many(z.strictObject({ ref: Ref, name: Name, account: Ref.optional() })),
  /** Tags and channels are known by their names alone. */
  tags: many(z.strictObject({ name: Name })),
  channels: many(z.strictObject({ name: Name })),
})
export type FileReferences = z.infer<typeof FileReferences>

export const RulesFile = z.strictObject({
  format: z.literal(FILE_FORMAT),
  version: z.literal(FILE_VERSION),
  rules: z.array(FileRule).min(1).max(MAX_RULES),
  references: FileReferences.prefault({}),
})
export type RulesFile = z.infer<typeof RulesFile>

/** A document from drawings that refer to nothing, or to what `references` explains. */
export function rulesFile(rules: readonly FileRule[], references: z.input<typeof FileReferences> = {}): RulesFile {
  return { format: FILE_FORMAT, version: FILE_VERSION, rules: [...rules], references: FileReferences.parse(references) }
}
