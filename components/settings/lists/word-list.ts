import type { Outputs } from '../../data/trpc'

/** A list of words as its owner sees it. */
export type WordList = Outputs['wordList']['list'][number]
