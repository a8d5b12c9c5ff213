/**
 * Lets fetching, reading and committing overlap: while one batch is committed the next is read and the one after it fetched. Batches are committed in
 * order, one at a time; no more than three are held at once. The first error ends it, after what was under way has settled.
 */
export async function pipeline<Batch, Read>(batches: AsyncIterable<Batch>, read: (batch: Batch) => Promise<Read>, commit: (read: Read) => Promise<void>): Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let oneBefore = last
  try {
    for await (const batch of batches) {
      const turn = inTurn(last, read(batch), commit)
      // Its error is thrown by one of the awaits below; until then nobody listens.
      turn.catch(() => undefined)
      await oneBefore
      oneBefore = last
      last = turn
    }
  } finally {
    await Promise.allSettled([oneBefore, last])
  }
  await oneBefore
  await last
}

async function inTurn<Read>(before: Promise<void>, reading: Promise<Read>, commit: (read: Read) => Promise<void>): Promise<void> {
  const [read] = await Promise.all([reading, before])
  await commit(read)
}
