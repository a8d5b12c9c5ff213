// Preloaded into the worker (`node --import`). In the thread that runs workflows the engine's library notes for every promise where in the code it was made,
// for a question that only its own tools ask ("where does this workflow stand?", answered from the ledger here). That is a quarter of what a workflow costs
// in that thread, and the library has no setting for it: it takes what `createHook` gives. Its answer to the question is then an empty trace; nothing else changes.

import v8 from 'node:v8'
import { isMainThread } from 'node:worker_threads'

if (!isMainThread) v8.promiseHooks.createHook = () => () => undefined
