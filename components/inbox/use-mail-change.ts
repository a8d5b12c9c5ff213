'use client'
import { useMutation, useQueryClient, type Query } from '@tanstack/react-query'
import { z } from 'zod'
import { changeNow } from '../data/optimistic'
import { useDid } from '../data/use-did'
import { useFailed } from '../data/use-failed'
import type { MailRow } from './target'

export interface MailChange<Answer> {
  /** What is done, as a sentence without a full stop; null: not worth telling. */
  readonly what: string | null
  /** What becomes of a row of any list; null: it leaves. */
  readonly row: (row: MailRow, isPlace: boolean) => MailRow | null
  readonly work: () => Promise<Answer>
  /** Takes back what `work` answered. */
  readonly inverse: (answer: Answer) => Promise<unknown>
}

const LISTS = { queryKey: [['message', 'list']] }

/** Does something to mail: on screen at once, then on the server; told with an Undo, put back when the server refuses. */
export function useMailChange(): <Answer>(change: MailChange<Answer>) => Promise<void> {
  const queryClient = useQueryClient()
  const did = useDid()
  const failed = useFailed()
  // One mutation for all, so that they wait in order while there is no network and the bar counts them.
  const { mutateAsync } = useMutation({ scope: { id: 'mail' }, mutationFn: (work: () => Promise<void>) => work() })
  const refresh = () => queryClient.invalidateQueries({ queryKey: [['message']] })

  return async ({ what, row, work, inverse }) => {
    const back = await showNow(row)
    let answered: { readonly value: Awaited<ReturnType<typeof work>> } | null = null
    const done = mutateAsync(async () => {
      answered = { value: await work() }
    })
    if (what !== null) {
      const undo = async () => {
        back()
        await done
        if (answered !== null) await inverse(answered.value)
        await refresh()
      }
      did({ scope: 'mail', what, undo })
    }
    try {
      await done
    } catch (error) {
      back()
      failed(what ?? '', error)
    }
  }

  async function showNow(row: MailChange<unknown>['row']): Promise<() => void> {
    const of = (isPlaceList: boolean) =>
      changeNow<ListData>(queryClient, { ...LISTS, predicate: (query) => isPlaceQuery(query) === isPlaceList }, (old) => patched(old, (one) => row(one, isPlaceList)))
    const backs = [await of(true), await of(false)]
    return () => backs.forEach((back) => back())
  }
}

/** A list is kept in pages, or, where somebody asked for one page only, as that page. */
type Page = { readonly rows: readonly MailRow[] }
type ListData = Page | { readonly pages: readonly Page[] }

function patched(data: ListData, change: (row: MailRow) => MailRow | null): ListData {
  const page = <P extends Page>(one: P): P => ({ ...one, rows: one.rows.flatMap((row) => change(row) ?? []) })
  return 'pages' in data ? { ...data, pages: data.pages.map(page) } : page(data)
}

const Asked = z.tuple([z.unknown(), z.object({ input: z.object({ scope: z.object({ kind: z.string() }).optional() }).optional() })])

/** Whether a cached list is of a folder, which what is moved away leaves. */
function isPlaceQuery({ queryKey }: Query): boolean {
  const kind = Asked.safeParse(queryKey).data?.[1].input?.scope?.kind ?? 'inbox'
  return kind === 'inbox' || kind === 'account' || kind === 'mailbox'
}
