/** The mark: a letter's flap that is also a fork in the way. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 32 32" className="block shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path d="M8 10.5 16 17l8-6.5M16 17v6" fill="none" className="stroke-on-solid" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" />
      <circle cx="16" cy="24" r="2" className="fill-on-solid" />
    </svg>
  )
}
