import { bringUp } from './bring-up'

/** `npm start`. */
export const run = (): Promise<number> => bringUp('production')
