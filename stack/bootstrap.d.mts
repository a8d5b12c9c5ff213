/** Installs what is missing in `root`. `run` is npm: it gets the folder and npm's arguments and says whether it worked. */
export function bootstrap(root: string, run?: (root: string, args: string[]) => boolean): 'nothing' | 'adopted' | 'installed'
/** What an installation depends on, as one short text. */
export function stampOf(root: string): string
/** The sentence for a Node that is too old, or null. */
export function nodeProblem(version: string): string | null
