// The import table of the architecture, enforced. Each area names what it may import as values, and what as types only; everything
// else is refused. Packages that belong to one area (the mail libraries, the database driver, Temporal) are refused elsewhere.
// An area is one entry in the table below; `npm run check` also makes sure that every source file was read.

const npm = (...names) => names.map((name) => `^node_modules/(@types/)?${name}/`)

const MAIL_PACKAGES = ['imapflow', 'nodemailer', 'mailparser', 'smtp-server', 'html-to-text', 'sanitize-html', 'ipaddr\\.js', 'tldts', 'p-limit']
const DATABASE_PACKAGES = ['drizzle-orm', 'postgres']
/** The one error class; whoever fails needs it. */
const FAILURE = '^mail/failure\\.ts$'
const NODE = '^(node:)?[a-z_/]+$'
/** What the web side is made of. */
const SCREEN_PACKAGES = npm('react', 'react-dom', '@xyflow/[^/]+', '@dagrejs/[^/]+', '@trpc/[^/]+', '@tanstack/[^/]+', 'next', 'next-intl', 'next-auth', 'radix-ui', '@radix-ui/[^/]+', 'cmdk', 'sonner', 'nuqs', 'lucide-react', 'react-hook-form', '@hookform/[^/]+', 'class-variance-authority', 'clsx', 'tailwind-merge', 'superjson', 'zod', '@fontsource-variable/[^/]+')
/** What the API side is made of; SQL and mail protocols are not among it. */
const API_PACKAGES = npm('zod', 'pino', 'prom-client', '@trpc/[^/]+', 'superjson', 'next', 'next-auth', 'react', '@node-rs/argon2', 'rate-limiter-flexible', 'uuid', 'p-limit', 'ipaddr\\.js')

const AREAS = [
  { name: 'rules-plan', from: '^rules/plan/', values: ['^rules/plan/'], types: [] },
  { name: 'rules', from: '^rules/(?!plan/)', values: ['^rules/', ...npm('zod', 're2js', 'liquidjs')], types: [] },
  { name: 'mail', from: '^mail/', values: ['^mail/', NODE, ...npm(...MAIL_PACKAGES)], types: ['^rules/facts\\.ts$'] },
  { name: 'db', from: '^db/', values: ['^db/', FAILURE, NODE, ...npm(...DATABASE_PACKAGES, 'uuid', 'zod')], types: ['^rules/', '^mail/'] },
  { name: 'workflows', from: '^workflows/', values: ['^workflows/', '^rules/plan/', ...npm('@temporalio/workflow', '@temporalio/common')], types: ['^activities/'] },
  { name: 'activities', from: '^activities/', values: ['^activities/', '^rules/', '^mail/', '^db/', NODE, ...npm('@temporalio/activity', '@temporalio/common', 'drizzle-orm', 'zod', 'uuid', 'p-limit')], types: ['^workflows/'] },
  {
    name: 'worker',
    from: '^server/(worker|dispatch)(/|\\.ts$|-)',
    values: ['^server/(worker|dispatch)(/|\\.ts$|-)', '^activities/', '^mail/', '^db/', '^server/(env|log|log-[a-z-]+|secrets|metrics|database|temporal|faults|heartbeat|sweep|sweep-due|sweep-stuck|retention)\\.ts$', NODE, ...npm('@temporalio/worker', '@temporalio/client', '@temporalio/common', 'drizzle-orm', 'zod', 'pino', 'prom-client')],
    types: ['^workflows/', '^rules/'],
  },
  { name: 'server', from: '^server/(?!(worker|dispatch)(/|\\.ts$|-))', values: ['^server/(?!(worker|dispatch)(/|\\.ts$|-))', '^rules/', '^mail/', '^db/', NODE, ...npm('@temporalio/client', '@temporalio/common', 'drizzle-orm'), ...API_PACKAGES], types: ['^workflows/'] },
  { name: 'components', from: '^components/', values: ['^components/', '^rules/', ...SCREEN_PACKAGES], types: ['^server/'] },
  { name: 'app', from: '^app/', values: ['^app/', '^components/', '^server/(?!(worker|dispatch)(/|\\.ts$|-))', '^rules/', NODE, ...SCREEN_PACKAGES], types: [] },
]

/** Two rules per area: no value from outside the first list, no type from outside both. */
const boundaries = AREAS.flatMap(({ name, from, values, types }) => [
  { name: `${name}-values`, severity: 'error', comment: `${name} may not import this as a value`, from: { path: from }, to: { pathNot: values, dependencyTypesNot: ['type-only'] } },
  { name: `${name}-types`, severity: 'error', comment: `${name} may not import this, not even its types`, from: { path: from }, to: { pathNot: [...values, ...types], dependencyTypes: ['type-only'] } },
])

export default {
  forbidden: [
    ...boundaries,
    { name: 'not-resolvable', severity: 'error', comment: 'This does not exist.', from: {}, to: { couldNotResolve: true } },
    { name: 'no-circle', severity: 'error', comment: 'Modules that need each other are one module.', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'nothing-needs-the-stack', severity: 'error', comment: 'stack/ and test/ import the product, never the other way.', from: { pathNot: '^(stack|test)/' }, to: { path: '^(stack|test)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|json|eml)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.cjs', '.json'] },
  },
}
