import { bringUp } from './bring-up'

/** `npm run dev`: the same parts, with Next's development server and a worker that is rebuilt and restarted when its sources change. */
export const run = (): Promise<number> => bringUp('development')
