import { MAX_REF } from '../exchange/file'
import { NO_NAMES } from '../sentence'
import type { Names } from '../sentence'

/** The folders a script names, each with the ref that stands for it in the drawings. */
export class Folders {
  private readonly paths = new Map<string, { readonly path: string; readonly role?: string }>()

  /** No text in a rule is like it by chance. */
  readonly ref = (path: string, role?: string): string => {
    const ref = `mailbox:${path}`.length <= MAX_REF ? `mailbox:${path}` : `mailbox:${this.paths.size + 1}:${path.slice(0, 60)}`
    this.paths.set(ref, role === undefined ? { path } : { path, role })
    return ref
  }

  names(): Names {
    return { ...NO_NAMES, mailbox: Object.fromEntries([...this.paths].map(([ref, { path }]) => [ref, path])) }
  }

  all(): readonly { readonly ref: string; readonly path: string; readonly role?: string }[] {
    return [...this.paths].map(([ref, known]) => ({ ref, ...known }))
  }
}
