import type { Sentence } from './node-type'
import type { RecordStage } from './record'

/** A stage within a sentence, in the words that conditions say it with. */
export const stageWord = (stage: RecordStage): Sentence => [{ phrase: `condition.choice.recordStage.${stage}` }]
