'use client'
import { useState, type ReactNode } from 'react'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import superjson from 'superjson'
import type { AppRouter } from '../../server/routers'
import { codeOf, isOver } from './failure'

/**
 * The way to the API. A screen asks with `useQuery(useTRPC().noun.verb.queryOptions(input))` and acts with `useMutation(…mutationOptions())`; live changes refetch
 * what is shown (live.tsx), so no screen polls.
 */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

const API = '/api/trpc'

export function DataProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient)
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === 'subscription',
          true: httpSubscriptionLink({ url: API, transformer: superjson }),
          false: httpBatchLink({ url: API, transformer: superjson, maxItems: 20 }),
        }),
      ],
    }),
  )
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      // Live changes say when something is stale; the time is for what they cannot see, such as a lost hint.
      queries: { staleTime: 60_000, gcTime: 15 * 60_000, retry: (failures, error) => failures < 2 && !isOver(error), refetchOnReconnect: true },
      mutations: { retry: (failures, error) => failures < 1 && codeOf(error) === 'offline' },
    },
  })
}

/** An ended session is answered at the sign-in screen, which leads back here. */
function leaveWhenSignedOut(error: unknown): void {
  if (codeOf(error) !== 'UNAUTHORIZED' || location.pathname === '/sign-in') return
  location.assign(`/sign-in?ended=1&next=${encodeURIComponent(location.pathname + location.search)}`)
}
