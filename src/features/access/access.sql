-- Accounts, the roles they hold, the links by which they sign in, and the browsers that are signed in.

-- ---- accounts --------------------------------------------------------------------------------------------------------

-- statement: account_insert(id int, key text, email text, name text, name_sort text, find_fold text, lang text,
--   now int) -> none
INSERT INTO account (id, key, email, name, name_sort, find_fold, lang, created_utc)
VALUES (:id, :key, :email, :name, :name_sort, :find_fold, :lang, :now);

-- statement: account_by_email(email text) -> maybe {id int, key text, name text?, lang text, person int?}
SELECT id, key, name, lang, person_id FROM account WHERE email = :email;

-- statement: account_by_key(key text) -> maybe {id int, key text, email text?, name text?, lang text, person int?,
--   closed int?, created int, last_sign_in int?}
SELECT id, key, email, name, lang, person_id, closed_utc, created_utc, last_sign_in_utc FROM account WHERE key = :key;

-- statement: account_by_id(id int) -> maybe {id int, key text, email text?, name text?, lang text, person int?,
--   closed int?, created int, last_sign_in int?}
SELECT id, key, email, name, lang, person_id, closed_utc, created_utc, last_sign_in_utc FROM account WHERE id = :id;

-- The accounts of a person (one, or more when addresses were brought together).
-- statement: accounts_of_person(person int) -> many {id int, key text}
SELECT id, key FROM account WHERE person_id = :person AND closed_utc IS NULL ORDER BY id;

-- statement: account_rename(id int, name text, name_sort text, find_fold text, lang text) -> none
UPDATE account SET name = :name, name_sort = :name_sort, find_fold = :find_fold, lang = :lang
 WHERE id = :id AND closed_utc IS NULL;

-- Closing takes away the name and the address; the row stays, since events and journal entries point to it.
-- statement: account_close(id int, now int) -> changes
UPDATE account SET email = NULL, name = NULL, name_sort = '', find_fold = '', closed_utc = :now
 WHERE id = :id AND closed_utc IS NULL;

-- Ties the account to the person who has its address, once they are known to be the same: at sign-in.
-- statement: account_signed_in(id int, now int) -> none
UPDATE account SET last_sign_in_utc = :now,
       person_id = coalesce(person_id, (SELECT e.person_id FROM person_email e WHERE e.email_fold = account.email))
 WHERE id = :id;

-- statement: account_email_confirmed(email text, now int) -> none
UPDATE person_email SET confirmed_utc = coalesce(confirmed_utc, :now) WHERE email_fold = :email;

-- The page "Users".
-- list: accounts() {id int, key text, email text?, name text?, lang text, closed int?, last_sign_in int?, roles int}
-- base: scan reason: tens of staff, at most some thousand representatives; administrators only
SELECT a.id, a.key, a.email, a.name, a.lang, a.closed_utc, a.last_sign_in_utc,
       (SELECT count(*) FROM role_grant g WHERE g.account_id = a.id)
  FROM account a
-- condition: open()
a.closed_utc IS NULL
-- condition: search(pattern text)
a.find_fold LIKE :pattern
-- condition: role(role text)
EXISTS (SELECT 1 FROM role_grant r WHERE r.account_id = a.id AND r.role = :role)
-- order: name
a.name_sort text, a.id int
-- order: added
a.created_utc int, a.id int

-- ---- roles -----------------------------------------------------------------------------------------------------------

-- statement: role_grant_insert(id int, account int, role text, scope text, scope_id int, by int?, now int) -> changes
INSERT INTO role_grant (id, account_id, role, scope, scope_id, granted_by, granted_utc)
VALUES (:id, :account, :role, :scope, :scope_id, :by, :now)
ON CONFLICT (account_id, role, scope, scope_id) DO NOTHING;

-- statement: role_grant_delete(account int, role text, scope text, scope_id int) -> changes
DELETE FROM role_grant WHERE account_id = :account AND role = :role AND scope = :scope AND scope_id = :scope_id;

-- statement: role_grants_delete_all(account int) -> none
DELETE FROM role_grant WHERE account_id = :account;

-- With the name of what the role is for: the organisation's, or the event's title in its source language.
-- statement: role_grants_of(account int) -> many {id int, role text, scope text, scope_id int, scope_key text?,
--   scope_name text?, granted int}
SELECT g.id, g.role, g.scope, g.scope_id, CASE g.scope WHEN 'organisation' THEN o.key WHEN 'event' THEN e.key END,
       CASE g.scope WHEN 'organisation' THEN o.name WHEN 'event' THEN t.title END, g.granted_utc
  FROM role_grant g
  LEFT JOIN organisation o ON g.scope = 'organisation' AND o.id = g.scope_id
  LEFT JOIN event e ON g.scope = 'event' AND e.id = g.scope_id
  LEFT JOIN event_text t ON t.event_id = e.id AND t.lang = e.source_lang
 WHERE g.account_id = :account
 ORDER BY g.scope, g.role, g.id;

-- statement: helpers_of(event int) -> many {key text, name text?, email text?}
-- plan: some hundred grants in all
SELECT a.key, a.name, a.email
  FROM role_grant g JOIN account a ON a.id = g.account_id
 WHERE g.role = 'helper' AND g.scope = 'event' AND g.scope_id = :event AND a.closed_utc IS NULL
 ORDER BY a.name_sort, a.id;

-- Locks the administrators' grants until the transaction ends, so that two who remove each other at once come one after
-- the other (PostgreSQL; SQLite has one writer anyway).
-- statement: administrators_lock() -> none
-- plan: some hundred grants in all
UPDATE role_grant SET granted_utc = granted_utc WHERE role = 'administrator';

-- statement: administrators_but(account int) -> value int
-- plan: some hundred grants in all
SELECT count(*) FROM role_grant g JOIN account a ON a.id = g.account_id
 WHERE g.role = 'administrator' AND g.account_id <> :account AND a.closed_utc IS NULL;

-- statement: organisation_id_by_key(key text) -> maybe {id int, name text}
SELECT id, name FROM organisation WHERE key = :key;

-- An event as a role's object: by its key or its short address.
-- statement: event_id_by_key(key text) -> maybe {id int, key text, title text}
SELECT e.id, e.key, t.title FROM event e JOIN event_text t ON t.event_id = e.id AND t.lang = e.source_lang
 WHERE e.key = :key OR e.short_key = :key;

-- ---- links -----------------------------------------------------------------------------------------------------------

-- statement: sign_in_link_insert(token_hash text, email text, browser_hash text?, mailed bool, next_path text?, now int,
--   expires int) -> none
INSERT INTO sign_in_link (token_hash, email, browser_hash, mailed, next_path, created_utc, expires_utc)
VALUES (:token_hash, :email, :browser_hash, :mailed, :next_path, :now, :expires);

-- How many mails this address has been sent since.
-- statement: sign_in_links_mailed(email text, since int) -> value int
SELECT count(*) FROM sign_in_link WHERE email = :email AND created_utc > :since AND mailed = 1;

-- statement: sign_in_link_by_hash(token_hash text) -> maybe {email text, browser_hash text?, next_path text?, expires int,
--   used int?}
SELECT email, browser_hash, next_path, expires_utc, used_utc FROM sign_in_link WHERE token_hash = :token_hash;

-- Uses a link up: one row the first time, none ever after.
-- statement: sign_in_link_use(token_hash text, now int) -> maybe {email text, browser_hash text?, next_path text?}
UPDATE sign_in_link SET used_utc = :now WHERE token_hash = :token_hash AND used_utc IS NULL AND expires_utc > :now
RETURNING email, browser_hash, next_path;

-- statement: sign_in_link_set_code(token_hash text, code_hash text, now int) -> changes
UPDATE sign_in_link SET code_hash = :code_hash
 WHERE token_hash = :token_hash AND used_utc IS NULL AND expires_utc > :now;

-- The link that a browser asked for last, with one try counted. No row: the tries are used up, or there is none.
-- statement: sign_in_link_try(browser_hash text, now int, tries int) -> maybe {token_hash text, code_hash text?, tries int}
UPDATE sign_in_link SET code_tries = code_tries + 1
 WHERE code_tries < :tries AND token_hash = (SELECT l.token_hash FROM sign_in_link l
        WHERE l.browser_hash = :browser_hash AND l.used_utc IS NULL AND l.expires_utc > :now
        ORDER BY l.created_utc DESC, l.token_hash LIMIT 1)
RETURNING token_hash, code_hash, code_tries;

-- statement: sign_in_links_forget(email text) -> none
DELETE FROM sign_in_link WHERE email = :email;

-- Rows are kept a day, for the count of mails.
-- statement: sign_in_links_purge(before int) -> changes
DELETE FROM sign_in_link WHERE created_utc < :before;

-- ---- sign-ins --------------------------------------------------------------------------------------------------------

-- statement: sign_in_insert(id int, key text, token_hash text, account int, now int, expires int, browser text) -> none
INSERT INTO sign_in (id, key, token_hash, account_id, created_utc, seen_utc, expires_utc, browser)
VALUES (:id, :key, :token_hash, :account, :now, :now, :expires, :browser);

-- Who is it? One row for each role, at least one; no row: not signed in. Runs for every request with a cookie.
-- statement: sign_in_load(token_hash text, now int) -> many {sign_in int, seen int, account int, person int?, email text?,
--   name text?, role text?, scope text?, scope_id int?}
SELECT s.id, s.seen_utc, a.id, a.person_id, a.email, a.name, g.role, g.scope, g.scope_id
  FROM sign_in s
  JOIN account a ON a.id = s.account_id
  LEFT JOIN role_grant g ON g.account_id = a.id
 WHERE s.token_hash = :token_hash AND s.expires_utc > :now AND a.closed_utc IS NULL
 ORDER BY g.id;

-- statement: sign_in_renew(token_hash text, now int, seen_before int, idle int, absolute int) -> changes
UPDATE sign_in SET seen_utc = :now,
       expires_utc = CASE WHEN :now + :idle < created_utc + :absolute THEN :now + :idle ELSE created_utc + :absolute END
 WHERE token_hash = :token_hash AND expires_utc > :now AND seen_utc < :seen_before;

-- statement: sign_ins_of(account int, now int) -> many {key text, token_hash text, created int, seen int, browser text?}
SELECT key, token_hash, created_utc, seen_utc, browser FROM sign_in
 WHERE account_id = :account AND expires_utc > :now
 ORDER BY seen_utc DESC, id DESC;

-- statement: sign_in_delete(account int, key text) -> changes
DELETE FROM sign_in WHERE account_id = :account AND key = :key;

-- statement: sign_in_delete_by_hash(token_hash text) -> changes
DELETE FROM sign_in WHERE token_hash = :token_hash;

-- statement: sign_ins_delete_all(account int) -> changes
DELETE FROM sign_in WHERE account_id = :account;

-- statement: sign_ins_purge(now int) -> changes
-- plan: a job of the night
DELETE FROM sign_in WHERE expires_utc <= :now;

-- ---- my page ---------------------------------------------------------------------------------------------------------

-- The sign-ups of a person, newest event first.
-- statement: my_sign_ups(person int, lang text) -> many {event_key text, title text, starts_local text, state text}
SELECT e.key, coalesce(t.title, s.title), e.starts_local, r.state
  FROM registration r
  JOIN event e ON e.id = r.event_id
  JOIN event_text s ON s.event_id = e.id AND s.lang = e.source_lang
  LEFT JOIN event_text t ON t.event_id = e.id AND t.lang = :lang
 WHERE r.person_id = :person
 ORDER BY e.starts_utc DESC, r.id DESC
 LIMIT 200;

-- Derived columns.
-- statement: account_derived_after(after int, most int) -> many {id int, name text, email text}
SELECT id, name, email FROM account WHERE id > :after AND name IS NOT NULL AND email IS NOT NULL ORDER BY id LIMIT :most;

-- statement: account_derived_set(id int, name text, email text, name_sort text, find_fold text) -> changes
UPDATE account SET name_sort = :name_sort, find_fold = :find_fold WHERE id = :id AND name = :name AND email = :email;
