import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { projectRoot } from '../paths'

/**
 * Checks of what people read: every sentence comes from a catalogue, every key exists in every language, and none is left over.
 * Here: reading the sources. `usage.ts` finds what they use, `findings.ts` compares it with the catalogues.
 */

export interface Source {
  readonly path: string
  readonly file: ts.SourceFile
}

/** All sources below these folders of the project. */
export function sourcesBelow(folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot(), folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => parse(path.slice(projectRoot().length + 1), readFileSync(path, 'utf8'))),
  )
}

export function parse(path: string, text: string): Source {
  return { path, file: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS) }
}

/** Every node of a source, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  node.forEachChild((child) => void children.push(child))
  for (const child of children) yield* nodesOf(child)
}

/** `components/ui/dialog.tsx:12` */
export function placeOf({ path, file }: Source, node: ts.Node): string {
  return `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`
}
