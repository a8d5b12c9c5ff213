// Inputs for procedures nobody has written a test for yet, made from their own schemas, so that a sweep over the whole API cannot pass one over.

import { z, type ZodType } from 'zod'

/** Where an id stands in a sample, such as `accountId` or `ids`. */
export type IdOf = (field: string) => string

/** The smallest input the schema asks for, and every id it may take, given by `idOf`. Undefined when the procedure takes none. */
export function sampleFor(schemas: readonly ZodType[], idOf: IdOf): unknown {
  if (schemas.length === 0) return undefined
  const samples = schemas.map((schema) => sample(NODE.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })), '', idOf))
  return samples.every(isRecord) ? Object.assign({}, ...samples) : samples[0]
}

/** The id fields a caller must give: what the call is about. */
export function requiredIds(schemas: readonly ZodType[]): readonly string[] {
  const required = schemas.flatMap((schema) => NODE.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).required ?? [])
  return idFields(schemas).filter((field) => required.includes(field))
}

/** The names of the id fields the schemas take. */
export function idFields(schemas: readonly ZodType[]): readonly string[] {
  const fields = new Set<string>()
  sampleFor(schemas, (field) => {
    fields.add(field)
    return '00000000-0000-7000-8000-000000000000'
  })
  return [...fields]
}

interface Node {
  readonly type?: string | undefined
  readonly format?: string | undefined
  readonly const?: unknown
  readonly enum?: readonly unknown[] | undefined
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Node>> | undefined
  readonly required?: readonly string[] | undefined
  readonly items?: Node | undefined
  readonly minItems?: number | undefined
  readonly minimum?: number | undefined
  readonly exclusiveMinimum?: number | undefined
  readonly minLength?: number | undefined
  readonly anyOf?: readonly Node[] | undefined
  readonly oneOf?: readonly Node[] | undefined
  readonly allOf?: readonly Node[] | undefined
}

const NODE: ZodType<Node> = z.lazy(() =>
  z
    .object({
      type: z.string(), format: z.string(), const: z.unknown(), enum: z.array(z.unknown()), default: z.unknown(), properties: z.record(z.string(), NODE), required: z.array(z.string()), items: NODE,
      minItems: z.number(), minimum: z.number(), exclusiveMinimum: z.number(), minLength: z.number(), anyOf: z.array(NODE), oneOf: z.array(NODE), allOf: z.array(NODE),
    })
    .partial(),
)

function sample(node: Node, field: string, idOf: IdOf): unknown {
  const choices = node.anyOf ?? node.oneOf
  if (choices !== undefined) return sample(choices.find(takesId) ?? choices[0] ?? {}, field, idOf)
  if (node.allOf !== undefined) return Object.assign({}, ...node.allOf.map((part) => sample(part, field, idOf)))
  if (node.const !== undefined) return node.const
  if (node.enum !== undefined) return node.enum[0]
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(node.properties ?? {}).flatMap(([name, part]) => ((node.required ?? []).includes(name) && part.default === undefined) || takesId(part) ? [[name, sample(part, name, idOf)]] : []),
      )
    case 'array':
      return node.items !== undefined && ((node.minItems ?? 0) > 0 || takesId(node.items)) ? [sample(node.items, field, idOf)] : []
    case 'string':
      return stringFor(node, field, idOf)
    case 'integer':
    case 'number':
      return Math.max(1, node.minimum ?? 1, (node.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return false
    case 'null':
      return null
    default:
      return {}
  }
}

function stringFor({ format, minLength = 1 }: Node, field: string, idOf: IdOf): string {
  if (format === 'uuid') return idOf(field)
  if (format === 'email') return 'sample@people.example'
  // Far ahead: a cursor or bound there leaves everything in.
  if (format === 'date-time' || /^at$|At$/.test(field)) return '2999-01-01T00:00:00.000Z'
  return 'sample'.padEnd(minLength, 'x')
}

function takesId(node: Node): boolean {
  return node.format === 'uuid' || [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? []), ...Object.values(node.properties ?? {}), ...(node.items === undefined ? [] : [node.items])].some(takesId)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
