-- Sign-ups, the queue, and the marks of attendance. Domain functions: registration.h, seat_queue.h, attendance.h.

-- The last seat is decided here, by one conditional UPDATE, on both engines.
-- statement: seat_take_site(event int, now int) -> maybe {taken int}
UPDATE event SET taken_site = taken_site + 1, updated_utc = :now
 WHERE id = :event AND taken_site < seats_site RETURNING taken_site AS taken;

-- statement: seat_take_remote(event int, now int) -> maybe {taken int}
UPDATE event SET taken_remote = taken_remote + 1, updated_utc = :now
 WHERE id = :event AND taken_remote < seats_remote RETURNING taken_remote AS taken;

-- statement: seat_add_taken_site(event int, now int) -> changes
UPDATE event SET taken_site = taken_site + 1, updated_utc = :now WHERE id = :event;

-- statement: seat_add_taken_remote(event int, now int) -> changes
UPDATE event SET taken_remote = taken_remote + 1, updated_utc = :now WHERE id = :event;

-- statement: seat_give_back_site(event int, now int) -> changes
UPDATE event SET taken_site = taken_site - 1, updated_utc = :now WHERE id = :event AND taken_site > 0;

-- statement: seat_give_back_remote(event int, now int) -> changes
UPDATE event SET taken_remote = taken_remote - 1, updated_utc = :now WHERE id = :event AND taken_remote > 0;

-- statement: queue_join_site(event int, now int) -> one {queue_number int, waiting int}
UPDATE event SET next_queue_number = next_queue_number + 1, waiting_site = waiting_site + 1, updated_utc = :now
 WHERE id = :event RETURNING next_queue_number - 1 AS queue_number, waiting_site AS waiting;

-- statement: queue_join_remote(event int, now int) -> one {queue_number int, waiting int}
UPDATE event SET next_queue_number = next_queue_number + 1, waiting_remote = waiting_remote + 1, updated_utc = :now
 WHERE id = :event RETURNING next_queue_number - 1 AS queue_number, waiting_remote AS waiting;

-- statement: queue_leave_site(event int, now int) -> changes
UPDATE event SET waiting_site = waiting_site - 1, updated_utc = :now WHERE id = :event AND waiting_site > 0;

-- statement: queue_leave_remote(event int, now int) -> changes
UPDATE event SET waiting_remote = waiting_remote - 1, updated_utc = :now WHERE id = :event AND waiting_remote > 0;

-- statement: queue_first(event int, mode text) -> maybe {id int}
SELECT id FROM registration WHERE event_id = :event AND mode = :mode AND state = 'waiting' ORDER BY queue_number LIMIT 1;

-- statement: queue_position(event int, mode text, queue_number int) -> value int
SELECT COUNT(*) FROM registration WHERE event_id = :event AND mode = :mode AND state = 'waiting' AND queue_number <= :queue_number;

-- Takes the event's row for this transaction, so that two sign-ups to one event come one after the other on PostgreSQL too.
-- statement: event_lock(event int) -> maybe {key text, state text, opens_utc int?, closes_utc int, starts_utc int, ends_utc int, seats_site int, taken_site int, waiting_site int, seats_remote int, taken_remote int, waiting_remote int, source_lang text, sequence int}
UPDATE event SET updated_utc = updated_utc WHERE id = :event
RETURNING key, state, opens_utc, closes_utc, starts_utc, ends_utc, seats_site, taken_site, waiting_site, seats_remote, taken_remote, waiting_remote, source_lang, sequence;

-- statement: party_insert(id int, key text, event int, manage_key text, message text?, now int) -> none
INSERT INTO party (id, key, event_id, manage_key, message, created_utc) VALUES (:id, :key, :event, :manage_key, :message, :now);

-- statement: party_by_manage_key(manage_key text) -> maybe {id int, event_id int, message text?, event_key text}
SELECT p.id, p.event_id, p.message, e.key AS event_key FROM party p JOIN event e ON e.id = p.event_id WHERE p.manage_key = :manage_key;

-- statement: party_manage_key(id int) -> one {manage_key text}
SELECT manage_key FROM party WHERE id = :id;

-- statement: party_message(id int) -> one {message text?}
SELECT message FROM party WHERE id = :id;

-- statement: registration_insert(id int, key text, event int, party int, is_contact bool, person int?, organisation int?, name text, find_fold text, name_sort text, email text?, email_fold text?, job_title text?, organisation_name text, organisation_sort text, mode text, state text, queue_number int?, lang text, source text, told_by text?, code text, ticket_key text, mail_key text, replaces int?, now int, confirmed int?, privacy_version text, email_confirmed int?, told_sequence int) -> none
INSERT INTO registration (id, key, event_id, party_id, is_contact, person_id, organisation_id, name, find_fold, name_sort, email, email_fold,
       job_title, organisation_name, organisation_sort, mode, state, queue_number, lang, source, told_by, code, ticket_key, mail_key, replaces_id,
       created_utc, updated_utc, confirmed_utc, privacy_version, email_confirmed_utc, told_sequence)
VALUES (:id, :key, :event, :party, :is_contact, :person, :organisation, :name, :find_fold, :name_sort, :email, :email_fold,
       :job_title, :organisation_name, :organisation_sort, :mode, :state, :queue_number, :lang, :source, :told_by, :code, :ticket_key, :mail_key, :replaces,
       :now, :now, :confirmed, :privacy_version, :email_confirmed, :told_sequence);

-- statement: registration_active_by_email(event int, email_fold text) -> maybe {id int, key text, party_id int, state text}
SELECT id, key, party_id, state FROM registration WHERE event_id = :event AND email_fold = :email_fold AND state <> 'cancelled';

-- statement: registration_by_id(id int) -> maybe {id int, key text, event_id int, party_id int, is_contact bool, person_id int?, organisation_id int?, name text, email text?, job_title text?, organisation_name text, mode text, state text, queue_number int?, lang text, source text, told_by text?, note text?, code text, ticket_key text, mail_key text?, email_confirmed_utc int?, created_utc int, confirmed_utc int?, cancelled_utc int?, arrived_utc int?, absent bool}
SELECT id, key, event_id, party_id, is_contact, person_id, organisation_id, name, email, job_title, organisation_name, mode, state, queue_number,
       lang, source, told_by, note, code, ticket_key, mail_key, email_confirmed_utc, created_utc, confirmed_utc, cancelled_utc, arrived_utc, absent
  FROM registration WHERE id = :id;

-- statement: registration_id_by_key(key text) -> maybe {id int, event_id int, party_id int}
SELECT id, event_id, party_id FROM registration WHERE key = :key;

-- statement: registrations_of_party(party int) -> many {id int, key text, is_contact bool, name text, email text?, job_title text?, organisation_name text, mode text, state text, queue_number int?, lang text, code text, ticket_key text, mail_key text?, email_confirmed_utc int?, arrived_utc int?}
SELECT id, key, is_contact, name, email, job_title, organisation_name, mode, state, queue_number, lang, code, ticket_key, mail_key, email_confirmed_utc, arrived_utc
  FROM registration WHERE party_id = :party ORDER BY id;

-- statement: registration_confirm(id int, now int) -> changes
UPDATE registration SET state = 'confirmed', confirmed_utc = :now, queue_number = NULL, updated_utc = :now WHERE id = :id AND state = 'waiting';

-- statement: registration_cancel(id int, now int) -> changes
UPDATE registration SET state = 'cancelled', cancelled_utc = :now, queue_number = NULL, updated_utc = :now WHERE id = :id AND state <> 'cancelled';

-- statement: registration_edit(id int, name text, find_fold text, name_sort text, email text?, email_fold text?, job_title text?, organisation int?, organisation_name text, organisation_sort text, person int?, now int) -> changes
UPDATE registration SET name = :name, find_fold = :find_fold, name_sort = :name_sort, email = :email, email_fold = :email_fold, job_title = :job_title,
       organisation_id = :organisation, organisation_name = :organisation_name, organisation_sort = :organisation_sort, person_id = :person, updated_utc = :now
 WHERE id = :id AND state <> 'cancelled';

-- Another address has taken the place of the old one: the secrets that were sent to that one open nothing any more.
-- statement: registration_new_address(id int, mail_key text, code text, ticket_key text, email_confirmed int?) -> changes
UPDATE registration SET mail_key = :mail_key, code = :code, ticket_key = :ticket_key, email_confirmed_utc = :email_confirmed WHERE id = :id;

-- statement: registration_note(id int, note text?, now int) -> changes
UPDATE registration SET note = :note, updated_utc = :now WHERE id = :id;

-- statement: registration_email_confirmed(party int, email_fold text, now int) -> changes
UPDATE registration SET email_confirmed_utc = :now WHERE party_id = :party AND email_fold = :email_fold AND email_confirmed_utc IS NULL;

-- Who has not been told yet how the event is now.
-- statement: registrations_to_tell(event int, sequence int, max int) -> many {id int, lang text}
SELECT id, lang FROM registration
 WHERE event_id = :event AND state <> 'cancelled' AND told_sequence < :sequence ORDER BY id LIMIT :max;

-- statement: registration_told(id int, sequence int) -> changes
UPDATE registration SET told_sequence = :sequence WHERE id = :id;

-- statement: registration_tally(event int) -> many {mode text, state text, count int}
SELECT mode, state, COUNT(*) AS count FROM registration WHERE event_id = :event GROUP BY mode, state ORDER BY mode, state;

-- statement: registration_counts(event int) -> one {confirmed int, waiting int, cancelled int, arrived int, absent int, unconfirmed int}
SELECT COALESCE(SUM(CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END), 0) AS confirmed,
       COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
       COALESCE(SUM(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END), 0) AS cancelled,
       COALESCE(SUM(CASE WHEN arrived_utc IS NOT NULL THEN 1 ELSE 0 END), 0) AS arrived,
       COALESCE(SUM(CASE WHEN absent = 1 THEN 1 ELSE 0 END), 0) AS absent,
       COALESCE(SUM(CASE WHEN state <> 'cancelled' AND email IS NOT NULL AND email_confirmed_utc IS NULL THEN 1 ELSE 0 END), 0) AS unconfirmed
  FROM registration WHERE event_id = :event;

-- statement: unconfirmed_mail_count(email_fold text, since int) -> value int
SELECT COUNT(*) FROM unconfirmed_mail WHERE email_fold = :email_fold AND sent_utc > :since;

-- statement: unconfirmed_mail_add(id int, email_fold text, now int) -> none
INSERT INTO unconfirmed_mail (id, email_fold, sent_utc) VALUES (:id, :email_fold, :now);

-- statement: unconfirmed_mail_forget(before int) -> changes
-- plan: once a day, over the mails of two days
DELETE FROM unconfirmed_mail WHERE sent_utc < :before;

-- statement: size_class_known(organisation int, year int) -> maybe {size_class text}
SELECT size_class FROM organisation_size WHERE organisation_id = :organisation AND year = :year;

-- statement: size_class_put(organisation int, year int, size_class text, now int) -> none
INSERT INTO organisation_size (organisation_id, year, size_class, told_utc) VALUES (:organisation, :year, :size_class, :now)
ON CONFLICT (organisation_id, year) DO NOTHING;

-- list: registration_list {id int, key text, person_id int?, name text, email text?, job_title text?, organisation_name text, business_id text?, mode text, state text, queue_position int?, source text, told_by text?, note text?, email_confirmed_utc int?, created_utc int, arrived_utc int?, absent bool, lang text, code text, name_sort text, organisation_sort text}
-- base: scan reason: every caller asks for one event; without it, as many rows as the page has
SELECT r.id, r.key, r.person_id, r.name, r.email, r.job_title, r.organisation_name, o.business_id, r.mode, r.state,
       CASE WHEN r.state = 'waiting' THEN (SELECT COUNT(*) FROM registration q WHERE q.event_id = r.event_id AND q.mode = r.mode
            AND q.state = 'waiting' AND q.queue_number <= r.queue_number) END AS queue_position,
       r.source, r.told_by, r.note,
       r.email_confirmed_utc, r.created_utc, r.arrived_utc, r.absent, r.lang, r.code, r.name_sort, r.organisation_sort
  FROM registration r LEFT JOIN organisation o ON o.id = r.organisation_id
-- condition: event(event int)
r.event_id = :event
-- condition: state(state text)
r.state = :state
-- condition: active()
r.state <> 'cancelled'
-- condition: mode(mode text)
r.mode = :mode
-- condition: unconfirmed()
(r.email IS NOT NULL AND r.email_confirmed_utc IS NULL)
-- condition: arrived()
r.arrived_utc IS NOT NULL
-- condition: holds(pattern text)
r.find_fold LIKE :pattern
-- order: name
r.name_sort text, r.id int
-- order: organisation
r.organisation_sort text, r.id int
-- order: created
r.created_utc int, r.id int

-- Derived columns.
-- statement: registration_derived_after(after int, most int) -> many {id int, name text, email text?, organisation_name text}
SELECT id, name, email, organisation_name FROM registration WHERE id > :after ORDER BY id LIMIT :most;

-- statement: registration_derived_set(id int, name text, organisation_name text, find_fold text, name_sort text,
--   organisation_sort text) -> changes
UPDATE registration SET find_fold = :find_fold, name_sort = :name_sort, organisation_sort = :organisation_sort
 WHERE id = :id AND name = :name AND organisation_name = :organisation_name;
