import type { FieldHint, NodeType } from './node-type'

/** One field of a node's form, as the editor draws it. */
export interface FormField {
  readonly name: string
  readonly hint: FieldHint
  /** Key of the field's label in the catalogue; `.help`, `.placeholder` and `.choice.<value>` stand beside it. */
  readonly phrase: string
}

/** The form of a node type, in the order its file lists the fields. */
export function formOf(type: NodeType): readonly FormField[] {
  return Object.entries(type.fields).flatMap(([name, hint]) => (hint === undefined ? [] : [{ name, hint, phrase: `node.${type.type}.field.${name}` }]))
}
