import type { ReactNode } from 'react'

/** A white box for one sample. */
export function Box({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`min-w-0 rounded-node border border-line-strong bg-bg ${className}`}>{children}</div>
}
