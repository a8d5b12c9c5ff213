import { letter } from './corpus'
import { rawOf } from './letter'
import { PEOPLE, SALES, SUPPORT } from './people'
import { Random } from './random'
import type { Topic } from './texts'

/** One mail that arrives while the demo runs: by the gateway at sales@, or in the IMAP mailbox of support@. */
export interface LiveMail {
  readonly way: 'gateway' | 'imap'
  readonly from: string
  readonly to: string
  /** One character per byte. */
  readonly raw: string
}

const SUPPORT_TOPICS: readonly Topic[] = ['delay', 'damage', 'invoice', 'question', 'thanks', 'invoice']
const SALES_TOPICS: readonly Topic[] = ['quote', 'quote', 'question', 'thanks']

/** The `index`-th live mail of this run, dated now. Every other one goes to sales@. */
export async function liveMail(index: number, run: string, now: Date): Promise<LiveMail> {
  const random = new Random(index * 7_919 + 17)
  const sales = index % 2 === 1
  const draft = letter(random, random.pick(PEOPLE), random.pick(sales ? SALES_TOPICS : SUPPORT_TOPICS), sales ? SALES : SUPPORT, `live-${run}-${index}`, now)
  return { way: sales ? 'gateway' : 'imap', from: draft.from.address, to: draft.to.address, raw: await rawOf(draft) }
}
