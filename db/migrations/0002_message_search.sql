-- Words of a message for the search box. Kept by the database; the application's schema does not know the column, it only asks `search @@`.
-- Punctuation becomes space, so that a domain or a number inside a subject is found by its parts. No GIN index: `@@` is not leakproof, so under
-- row-level security the planner may not use one; lists walk the index on received time instead.
ALTER TABLE message ADD COLUMN search tsvector GENERATED ALWAYS AS (
  to_tsvector('simple'::regconfig, translate(subject || ' ' || from_name || ' ' || from_address || ' ' || snippet, '@.-_/:#+()[]<>"''&|!*,;\', repeat(' ', 23)))
) STORED;
