-- People, their addresses and consents; the copy and the erasure of their data.

-- ---- finding and making ----------------------------------------------------------------------------------------------

-- statement: person_by_email(email_fold text) -> maybe {id int, confirmed int?}
SELECT person_id, confirmed_utc FROM person_email WHERE email_fold = :email_fold;

-- statement: person_insert(id int, key text, name text, name_fold text, name_sort text, lang text, now int) -> none
INSERT INTO person (id, key, name, name_fold, name_sort, lang, created_utc, updated_utc)
VALUES (:id, :key, :name, :name_fold, :name_sort, :lang, :now, :now);

-- No change: somebody else has just made a person with this address.
-- statement: person_email_insert(email text, email_fold text, person int, now int) -> changes
INSERT INTO person_email (email, email_fold, person_id, created_utc) VALUES (:email, :email_fold, :person, :now)
ON CONFLICT DO NOTHING;

-- statement: person_unmake(id int) -> none
DELETE FROM person WHERE id = :id;

-- statement: affiliation_insert(id int, person int, organisation int, job_title text?, now int) -> none
INSERT INTO affiliation (id, person_id, organisation_id, job_title, created_utc)
VALUES (:id, :person, :organisation, :job_title, :now)
ON CONFLICT (person_id, organisation_id) DO NOTHING;

-- statement: person_email_confirm(email_fold text, now int) -> none
UPDATE person_email SET confirmed_utc = coalesce(confirmed_utc, :now), refused_utc = NULL, refused_why = NULL
 WHERE email_fold = :email_fold;

-- statement: person_email_refuse(email_fold text, why text, now int) -> none
UPDATE person_email SET refused_utc = :now, refused_why = :why WHERE email_fold = :email_fold;

-- statement: person_row(id int) -> maybe {id int, key text, name text?, phone text?, lang text, erased int?, created int}
SELECT id, key, name, phone, lang, erased_utc, created_utc FROM person WHERE id = :id;

-- statement: person_id_by_key(key text) -> maybe {id int}
SELECT id FROM person WHERE key = :key;

-- statement: person_emails(person int) -> many {email text, confirmed int?, refused int?}
SELECT email, confirmed_utc, refused_utc FROM person_email WHERE person_id = :person ORDER BY created_utc, email;

-- statement: person_update(id int, name text, name_fold text, name_sort text, phone text?, lang text, now int) -> none
UPDATE person SET name = :name, name_fold = :name_fold, name_sort = :name_sort, phone = :phone, lang = :lang,
       updated_utc = :now
 WHERE id = :id AND erased_utc IS NULL;

-- ---- consents --------------------------------------------------------------------------------------------------------

-- statement: consent_last(person int, code text, event int) -> maybe {given bool}
SELECT given FROM consent
 WHERE person_id = :person AND code = :code AND (event_id IS NULL OR event_id = :event)
 ORDER BY at_utc DESC, id DESC LIMIT 1;

-- statement: consent_insert(id int, person int, code text, version text, event int?, given bool, now int,
--   registration int?) -> none
INSERT INTO consent (id, person_id, code, version, event_id, given, at_utc, registration_id)
VALUES (:id, :person, :code, :version, :event, :given, :now, :registration);

-- statement: consents_of(person int) -> many {code text, version text, event int?, event_key text?, event_title text?,
--   given bool, at int}
-- plan: the sub-select holds the consents of one person
SELECT x.code, x.version, x.event_id, e.key, t.title, x.given, x.at_utc
  FROM (SELECT k.code, k.version, k.event_id, k.given, k.at_utc, k.id,
               row_number() OVER (PARTITION BY k.code, coalesce(k.event_id, 0) ORDER BY k.at_utc DESC, k.id DESC) AS place
          FROM consent k WHERE k.person_id = :person) x
  LEFT JOIN event e ON e.id = x.event_id
  LEFT JOIN event_text t ON t.event_id = e.id AND t.lang = e.source_lang
 WHERE x.place = 1
 ORDER BY x.at_utc DESC, x.id DESC;

-- ---- the copy of one's data ------------------------------------------------------------------------------------------

-- statement: data_jobs(person int) -> many {organisation text, job_title text?, from_date text?, to_date text?}
SELECT o.name, a.job_title, a.from_date, a.to_date
  FROM affiliation a JOIN organisation o ON o.id = a.organisation_id
 WHERE a.person_id = :person ORDER BY a.created_utc, a.id;

-- statement: data_sign_ups(person int) -> many {event_key text, event_title text, starts text, name text, email text?,
--   job_title text?, organisation text, mode text, state text, note text?, told_by text?, message text?, created int,
--   arrived int?, absent bool, privacy_version text}
SELECT e.key, t.title, e.starts_local, r.name, r.email, r.job_title, r.organisation_name, r.mode, r.state, r.note, r.told_by,
       CASE WHEN r.is_contact = 1 THEN p.message END, r.created_utc, r.arrived_utc, r.absent, r.privacy_version
  FROM registration r
  JOIN party p ON p.id = r.party_id
  JOIN event e ON e.id = r.event_id
  JOIN event_text t ON t.event_id = e.id AND t.lang = e.source_lang
 WHERE r.person_id = :person
 ORDER BY r.created_utc, r.id;

-- Named as one who decides at a host, while the yes has not been given or refused.
-- statement: data_decision_maker(person int) -> many {event_key text, name text?, email text?, agreed int?}
-- plan: a few hundred rows in all, and seldom asked
SELECT e.key, d.name, d.email, d.agreed_utc
  FROM event_decision_maker d JOIN event e ON e.id = d.event_id
 WHERE d.email IN (SELECT m.email FROM person_email m WHERE m.person_id = :person)
    OR d.email IN (SELECT m.email_fold FROM person_email m WHERE m.person_id = :person)
 ORDER BY d.id;

-- statement: data_accounts(person int, account int) -> many {id int, email text?, name text?, lang text, created int,
--   last_sign_in int?}
-- plan: some thousand accounts, and seldom asked
SELECT id, email, name, lang, created_utc, last_sign_in_utc FROM account
 WHERE (person_id = :person OR id = :account) AND closed_utc IS NULL ORDER BY id;

-- statement: data_sign_ins(account int) -> many {browser text?, created int, seen int, expires int}
SELECT browser, created_utc, seen_utc, expires_utc FROM sign_in WHERE account_id = :account ORDER BY created_utc, id;

-- statement: data_mails(person int) -> many {address text?, subject text?, body blob?, state text, created int, sent int?}
SELECT address, subject, body, state, created_utc, sent_utc FROM outbox
 WHERE person_id = :person
    OR address IN (SELECT m.email FROM person_email m WHERE m.person_id = :person)
    OR address IN (SELECT m.email_fold FROM person_email m WHERE m.person_id = :person)
 ORDER BY id;

-- statement: data_journal(person int) -> many {at int, what text, field text, before text?, after text?}
SELECT j.at_utc, j.what, p.field, p.before_text, p.after_text
  FROM journal_personal p JOIN journal j ON j.id = p.journal_id
 WHERE p.person_id = :person ORDER BY j.id, p.field;

-- statement: data_files(person int) -> many {name text, type text, size int, purpose text, created int}
-- plan: some thousand files, and seldom asked
SELECT name, type, size, purpose, created_utc FROM file WHERE person_id = :person ORDER BY id;

-- ---- erasing ---------------------------------------------------------------------------------------------------------
-- In this order: what is found by the addresses comes before the addresses.

-- statement: coming_sign_ups(person int, now int) -> value int
SELECT count(*) FROM registration r JOIN event e ON e.id = r.event_id
 WHERE r.person_id = :person AND r.state <> 'cancelled' AND e.starts_utc > :now AND e.state = 'published';

-- statement: erase_links(person int) -> none
DELETE FROM sign_in_link WHERE email IN (SELECT m.email_fold FROM person_email m WHERE m.person_id = :person);

-- statement: erase_unconfirmed(person int) -> none
DELETE FROM unconfirmed_mail WHERE email_fold IN (SELECT m.email_fold FROM person_email m WHERE m.person_id = :person);

-- statement: erase_decision_maker(person int) -> none
-- plan: a few hundred rows in all, and seldom done
UPDATE event_decision_maker SET name = NULL, email = NULL, agreed_utc = NULL, ask_token_hash = NULL
 WHERE email IN (SELECT m.email FROM person_email m WHERE m.person_id = :person)
    OR email IN (SELECT m.email_fold FROM person_email m WHERE m.person_id = :person);

-- statement: erase_mails(person int) -> none
DELETE FROM outbox
 WHERE person_id = :person
    OR address IN (SELECT m.email FROM person_email m WHERE m.person_id = :person)
    OR address IN (SELECT m.email_fold FROM person_email m WHERE m.person_id = :person);

-- statement: erase_messages(person int) -> none
UPDATE party SET message = NULL
 WHERE id IN (SELECT r.party_id FROM registration r WHERE r.person_id = :person AND r.is_contact = 1);

-- The row stays: a nameless one who came, or did not.
-- statement: erase_sign_ups(person int, now int) -> none
UPDATE registration SET name = '', find_fold = '', name_sort = '', email = NULL, email_fold = NULL, job_title = NULL,
       note = NULL, told_by = NULL, updated_utc = :now
 WHERE person_id = :person;

-- statement: erase_affiliations(person int) -> none
DELETE FROM affiliation WHERE person_id = :person;

-- statement: erase_emails(person int) -> none
DELETE FROM person_email WHERE person_id = :person;

-- statement: erase_journal(person int) -> none
DELETE FROM journal_personal WHERE person_id = :person;

-- The file is its event's or organisation's; the name was chosen by the person.
-- statement: erase_file_names(person int) -> none
-- plan: some thousand files, and seldom done
UPDATE file SET name = 'file', person_id = NULL WHERE person_id = :person;

-- statement: erase_person(person int, at int) -> none
UPDATE person SET name = NULL, name_fold = NULL, name_sort = NULL, phone = NULL, erased_utc = :at, updated_utc = :at
 WHERE id = :person;

-- statement: erasure_insert(person int, at int) -> none
INSERT INTO erasure (person_id, erased_utc) VALUES (:person, :at) ON CONFLICT (person_id) DO NOTHING;

-- ---- derived columns -------------------------------------------------------------------------------------------------

-- statement: person_derived_after(after int, most int) -> many {id int, name text}
SELECT id, name FROM person WHERE id > :after AND name IS NOT NULL ORDER BY id LIMIT :most;

-- statement: person_derived_set(id int, name text, name_fold text, name_sort text) -> changes
UPDATE person SET name_fold = :name_fold, name_sort = :name_sort WHERE id = :id AND name = :name;
