-- Who came. Domain functions: attendance.h.

-- Everyone who may stand at the door, in the order of the lists.
-- statement: attendance_people(event int) -> many {id int, key text, name text, job_title text?, organisation_name text, business_id text?, organisation_id int?, mode text, state text, code text, ticket_key text, source text, arrived_utc int?, absent bool}
SELECT r.id, r.key, r.name, r.job_title, r.organisation_name, o.business_id, r.organisation_id, r.mode, r.state, r.code, r.ticket_key, r.source,
       r.arrived_utc, r.absent
  FROM registration r LEFT JOIN organisation o ON o.id = r.organisation_id
 WHERE r.event_id = :event AND r.state IN ('confirmed', 'waiting') ORDER BY r.name_sort, r.id;

-- statement: attendance_place(event int, key text) -> maybe {id int, state text, mode text, arrived_utc int?, absent bool}
SELECT id, state, mode, arrived_utc, absent FROM registration WHERE key = :key AND event_id = :event;

-- statement: attendance_by_ticket(event int, ticket_key text) -> maybe {key text}
SELECT key FROM registration WHERE ticket_key = :ticket_key AND event_id = :event AND state <> 'cancelled';

-- statement: attendance_by_code(event int, code text) -> maybe {key text}
SELECT key FROM registration WHERE event_id = :event AND code = :code AND state <> 'cancelled';

-- statement: mark_insert(mark_key text, event int, registration int, what text, at int, now int, account int?, reason text?) -> changes
INSERT INTO attendance_mark (mark_key, event_id, registration_id, what, at_utc, received_utc, account_id, reason)
VALUES (:mark_key, :event, :registration, :what, :at, :now, :account, :reason) ON CONFLICT (mark_key) DO NOTHING;

-- statement: mark_newest(registration int) -> maybe {mark_key text, what text, at_utc int}
SELECT mark_key, what, at_utc FROM attendance_mark WHERE registration_id = :registration ORDER BY at_utc DESC, received_utc DESC, mark_key DESC LIMIT 1;

-- statement: attendance_set(registration int, arrived int?, absent bool, now int) -> changes
UPDATE registration SET arrived_utc = :arrived, absent = :absent, updated_utc = :now WHERE id = :registration;

-- statement: attendance_rest_absent(event int, now int) -> changes
UPDATE registration SET absent = 1, updated_utc = :now WHERE event_id = :event AND state = 'confirmed' AND arrived_utc IS NULL AND absent = 0;

-- What each company of the list said last about its size: the last row of an organisation counts.
-- statement: attendance_sizes(event int) -> many {organisation int, size_class text}
SELECT organisation_id, size_class FROM organisation_size
 WHERE organisation_id IN (SELECT organisation_id FROM registration WHERE event_id = :event) ORDER BY organisation_id, year;

-- The doors that somebody may work at: those of the account's own events, or all of them.
-- statement: attendance_doors(account int, everything bool, since int, lang text) -> many {key text, state text, starts_local text, ends_local text, title text}
SELECT e.key, e.state, e.starts_local, e.ends_local, COALESCE(w.title, o.title) AS title
  FROM event e JOIN event_text o ON o.event_id = e.id AND o.lang = e.source_lang
  LEFT JOIN event_text w ON w.event_id = e.id AND w.lang = :lang
 WHERE e.state IN ('published', 'held') AND e.ends_utc > :since AND (:everything = 1 OR e.id IN (SELECT g.scope_id FROM role_grant g
       WHERE g.account_id = :account AND g.scope = 'event' AND g.role IN ('helper', 'coordinator')))
 ORDER BY e.starts_utc, e.id LIMIT 100;
