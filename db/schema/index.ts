/**
 * The database as Drizzle sees it: one file per noun, collected here for the client and for `npm run generate`.
 * Every tenant table has `workspace_id` and a row-level security policy (migrations); a new one needs both, and a test refuses it otherwise.
 * Imports drizzle and types from rules/ and mail/ only.
 */
export * from './tenancy'
export * from './account'
export * from './message'
export * from './mailbox-change'
export * from './record'
export * from './rule'
export * from './execution'
export * from './channel'
export * from './outgoing'
export * from './audit'
