import type { QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * Shows a change before the server has made it: patches every cached answer that matches and returns how to put the old ones back.
 * Call it in `onMutate`, the returned function in `onError`; refetching afterwards is left to the live channel.
 */
export async function changeNow<T>(queryClient: QueryClient, filters: QueryFilters, change: (old: T) => T): Promise<() => void> {
  await queryClient.cancelQueries(filters)
  const before = queryClient.getQueriesData<T>(filters)
  queryClient.setQueriesData<T>(filters, (old) => (old === undefined ? undefined : change(old)))
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data)
  }
}
