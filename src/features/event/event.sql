-- Events and their texts. Domain functions: event.h.

-- statement: event_by_key(key text) -> maybe {id int, key text, short_key text, series_id int?, kind text, host_id int?, state text, source_lang text, zone text, starts_local text, ends_local text, starts_utc int, ends_utc int, opens_local text?, opens_utc int?, closes_local text, closes_utc int, publish_utc int?, published_utc int?, cancelled_utc int?, held_utc int?, place_name text?, street text?, postcode text?, post_office text?, latitude real?, longitude real?, remote_link text?, seats_site int, taken_site int, seats_remote int, taken_remote int, waiting_site int, waiting_remote int, contact_name text?, contact_title text?, contact_phone text?, contact_email text?, mail_from_name text?, mail_reply_to text?, responsible_id int?, deputy_id int?, image_key text?, sequence int, version int, created_utc int, updated_utc int}
SELECT id, key, short_key, series_id, kind, host_id, state, source_lang, zone, starts_local, ends_local, starts_utc, ends_utc,
       opens_local, opens_utc, closes_local, closes_utc, publish_utc, published_utc, cancelled_utc, held_utc,
       place_name, street, postcode, post_office, latitude, longitude, remote_link,
       seats_site, taken_site, seats_remote, taken_remote, waiting_site, waiting_remote,
       contact_name, contact_title, contact_phone, contact_email, mail_from_name, mail_reply_to,
       responsible_id, deputy_id, image_key, sequence, version, created_utc, updated_utc
  FROM event WHERE key = :key;

-- statement: event_key_by_id(id int) -> maybe {key text}
SELECT key FROM event WHERE id = :id;

-- statement: event_key_by_short(short_key text) -> maybe {key text}
SELECT key FROM event WHERE short_key = :short_key;

-- statement: event_texts(event int) -> many {lang text, title text, summary text, description text, host_shows text, host_looks_for text, meeting_point text, gate text, image_alt text, cancel_reason text, updated_utc int}
SELECT lang, title, summary, description, host_shows, host_looks_for, meeting_point, gate, image_alt, cancel_reason, updated_utc
  FROM event_text WHERE event_id = :event;

-- What stands around an event on its page: host and series, in the wanted language or the series' own.
-- statement: event_surroundings(event int, lang text) -> one {host_name text?, host_key text?, series_title text?, series_key text?}
SELECT h.name AS host_name, h.key AS host_key, COALESCE(w.title, o.title) AS series_title, s.key AS series_key
  FROM event e
  LEFT JOIN organisation h ON h.id = e.host_id
  LEFT JOIN series s ON s.id = e.series_id AND s.state <> 'draft'
  LEFT JOIN series_text w ON w.series_id = s.id AND w.lang = :lang
  LEFT JOIN series_text o ON o.series_id = s.id AND o.lang = s.source_lang
 WHERE e.id = :event;

-- statement: event_host(event int) -> maybe {name text, business_id text?}
SELECT h.name, h.business_id FROM event e JOIN organisation h ON h.id = e.host_id WHERE e.id = :event;

-- statement: event_insert(id int, key text, short_key text, series_id int?, kind text, host_id int?, source_lang text, zone text, starts_local text, ends_local text, starts_utc int, ends_utc int, opens_local text?, opens_utc int?, closes_local text, closes_utc int, publish_utc int?, place_name text?, street text?, postcode text?, post_office text?, latitude real?, longitude real?, remote_link text?, seats_site int, seats_remote int, contact_name text?, contact_title text?, contact_phone text?, contact_email text?, mail_from_name text?, mail_reply_to text?, responsible_id int?, deputy_id int?, image_key text?, copied_from int?, now int) -> none
INSERT INTO event (id, key, short_key, series_id, kind, host_id, state, source_lang, zone, starts_local, ends_local, starts_utc, ends_utc,
       opens_local, opens_utc, closes_local, closes_utc, publish_utc, place_name, street, postcode, post_office, latitude, longitude,
       remote_link, seats_site, seats_remote, contact_name, contact_title, contact_phone, contact_email, mail_from_name, mail_reply_to,
       responsible_id, deputy_id, image_key, copied_from, created_utc, updated_utc)
VALUES (:id, :key, :short_key, :series_id, :kind, :host_id, 'draft', :source_lang, :zone, :starts_local, :ends_local, :starts_utc, :ends_utc,
       :opens_local, :opens_utc, :closes_local, :closes_utc, :publish_utc, :place_name, :street, :postcode, :post_office, :latitude, :longitude,
       :remote_link, :seats_site, :seats_remote, :contact_name, :contact_title, :contact_phone, :contact_email, :mail_from_name, :mail_reply_to,
       :responsible_id, :deputy_id, :image_key, :copied_from, :now, :now);

-- statement: event_update(id int, version int, series_id int?, kind text, host_id int?, source_lang text, zone text, starts_local text, ends_local text, starts_utc int, ends_utc int, opens_local text?, opens_utc int?, closes_local text, closes_utc int, publish_utc int?, place_name text?, street text?, postcode text?, post_office text?, latitude real?, longitude real?, remote_link text?, seats_site int, seats_remote int, contact_name text?, contact_title text?, contact_phone text?, contact_email text?, mail_from_name text?, mail_reply_to text?, responsible_id int?, deputy_id int?, image_key text?, sequence_step int, now int) -> changes
UPDATE event SET series_id = :series_id, kind = :kind, host_id = :host_id, source_lang = :source_lang, zone = :zone,
       starts_local = :starts_local, ends_local = :ends_local, starts_utc = :starts_utc, ends_utc = :ends_utc,
       opens_local = :opens_local, opens_utc = :opens_utc, closes_local = :closes_local, closes_utc = :closes_utc, publish_utc = :publish_utc,
       place_name = :place_name, street = :street, postcode = :postcode, post_office = :post_office, latitude = :latitude, longitude = :longitude,
       remote_link = :remote_link, seats_site = :seats_site, seats_remote = :seats_remote,
       contact_name = :contact_name, contact_title = :contact_title, contact_phone = :contact_phone, contact_email = :contact_email,
       mail_from_name = :mail_from_name, mail_reply_to = :mail_reply_to, responsible_id = :responsible_id, deputy_id = :deputy_id,
       image_key = :image_key, sequence = sequence + :sequence_step, version = version + 1, updated_utc = :now
 WHERE id = :id AND version = :version;

-- statement: event_text_put(event int, lang text, title text, summary text, description text, host_shows text, host_looks_for text, meeting_point text, gate text, image_alt text, now int) -> none
INSERT INTO event_text (event_id, lang, title, summary, description, host_shows, host_looks_for, meeting_point, gate, image_alt, updated_utc)
VALUES (:event, :lang, :title, :summary, :description, :host_shows, :host_looks_for, :meeting_point, :gate, :image_alt, :now)
ON CONFLICT (event_id, lang) DO UPDATE SET title = excluded.title, summary = excluded.summary, description = excluded.description,
       host_shows = excluded.host_shows, host_looks_for = excluded.host_looks_for, meeting_point = excluded.meeting_point,
       gate = excluded.gate, image_alt = excluded.image_alt, updated_utc = excluded.updated_utc;

-- statement: event_text_delete(event int, lang text) -> none
DELETE FROM event_text WHERE event_id = :event AND lang = :lang;

-- statement: event_cancel_reason_put(event int, lang text, reason text) -> none
UPDATE event_text SET cancel_reason = :reason WHERE event_id = :event AND lang = :lang;

-- Who can be responsible for an event: those who run events of the instance.
-- statement: event_organisers() -> many {id int, key text, name text?, email text?}
-- plan: an instance has some dozens of roles, and only the form of an event asks
SELECT a.id, a.key, a.name, a.email FROM account a
 WHERE a.closed_utc IS NULL AND a.id IN (SELECT g.account_id FROM role_grant g WHERE g.role IN ('administrator', 'coordinator')
       AND g.scope = 'instance')
 ORDER BY a.name_sort, a.id LIMIT 200;

-- statement: event_publish(id int, now int) -> changes
UPDATE event SET state = 'published', published_utc = :now, publish_utc = NULL, version = version + 1, updated_utc = :now
 WHERE id = :id AND state = 'draft';

-- statement: event_cancel(id int, now int) -> changes
UPDATE event SET state = 'cancelled', cancelled_utc = :now, sequence = sequence + 1, version = version + 1, updated_utc = :now
 WHERE id = :id AND state = 'published';

-- statement: event_hold(id int, now int) -> changes
UPDATE event SET state = 'held', held_utc = :now, version = version + 1, updated_utc = :now
 WHERE id = :id AND state = 'published';

-- statement: event_delete_draft(id int) -> changes
DELETE FROM event WHERE id = :id AND state = 'draft' AND published_utc IS NULL;

-- statement: events_to_publish(now int) -> many {id int, key text}
SELECT id, key FROM event WHERE state = 'draft' AND publish_utc <= :now ORDER BY publish_utc, id LIMIT 100;

-- statement: programme_items(event int) -> many {id int, starts_time text?, speaker text, lang text?, title text?}
SELECT p.id, p.starts_time, p.speaker, t.lang, t.title
  FROM programme_item p LEFT JOIN programme_item_text t ON t.item_id = p.id
 WHERE p.event_id = :event ORDER BY p.position, p.id, t.lang;

-- statement: programme_item_insert(id int, event int, position int, starts_time text?, speaker text) -> none
INSERT INTO programme_item (id, event_id, position, starts_time, speaker) VALUES (:id, :event, :position, :starts_time, :speaker);

-- statement: programme_item_text_insert(item int, lang text, title text) -> none
INSERT INTO programme_item_text (item_id, lang, title) VALUES (:item, :lang, :title);

-- statement: programme_clear(event int) -> none
DELETE FROM programme_item WHERE event_id = :event;

-- statement: decision_makers(event int) -> many {id int, position int, kind text, name text?, email text?, agreed_utc int?, refused_utc int?, asked_utc int?, ask_token_hash text?}
SELECT id, position, kind, name, email, agreed_utc, refused_utc, asked_utc, ask_token_hash
  FROM event_decision_maker WHERE event_id = :event ORDER BY position, id;

-- statement: decision_maker_insert(id int, event int, position int, kind text, name text?, email text?, agreed_utc int?, refused_utc int?, asked_utc int?, ask_token_hash text?) -> none
INSERT INTO event_decision_maker (id, event_id, position, kind, name, email, agreed_utc, refused_utc, asked_utc, ask_token_hash)
VALUES (:id, :event, :position, :kind, :name, :email, :agreed_utc, :refused_utc, :asked_utc, :ask_token_hash);

-- statement: decision_makers_clear(event int) -> none
DELETE FROM event_decision_maker WHERE event_id = :event;

-- statement: decision_maker_by_token(hash text) -> maybe {id int, event_id int, event_key text, kind text, name text?, agreed_utc int?, refused_utc int?}
SELECT d.id, d.event_id, e.key AS event_key, d.kind, d.name, d.agreed_utc, d.refused_utc
  FROM event_decision_maker d JOIN event e ON e.id = d.event_id WHERE d.ask_token_hash = :hash;

-- statement: decision_maker_asked(id int, hash text, now int) -> none
UPDATE event_decision_maker SET ask_token_hash = :hash, asked_utc = :now WHERE id = :id;

-- statement: decision_maker_agree(id int, now int) -> changes
UPDATE event_decision_maker SET agreed_utc = :now WHERE id = :id AND agreed_utc IS NULL AND name IS NOT NULL;

-- statement: decision_maker_refuse(id int, now int) -> changes
UPDATE event_decision_maker SET name = NULL, email = NULL, agreed_utc = NULL, refused_utc = :now
 WHERE id = :id AND refused_utc IS NULL;

-- list: event_list(lang text) {id int, key text, kind text, state text, source_lang text, zone text, starts_local text, ends_local text, starts_utc int, ends_utc int, closes_utc int, opens_utc int?, place_name text?, street text?, post_office text?, latitude real?, longitude real?, seats_site int, taken_site int, seats_remote int, taken_remote int, waiting_site int, waiting_remote int, series_id int?, host_id int?, host_name text?, host_key text?, title text, summary text, text_lang text, version int, sequence int, updated_utc int, published_utc int?}
-- base: scan reason: the list joins the text in the wanted language, else in the source language; a region has some hundred events
SELECT e.id, e.key, e.kind, e.state, e.source_lang, e.zone, e.starts_local, e.ends_local, e.starts_utc, e.ends_utc, e.closes_utc, e.opens_utc,
       e.place_name, e.street, e.post_office, e.latitude, e.longitude, e.seats_site, e.taken_site, e.seats_remote, e.taken_remote, e.waiting_site, e.waiting_remote,
       e.series_id, e.host_id, h.name AS host_name, h.key AS host_key,
       COALESCE(w.title, s.title) AS title, COALESCE(w.summary, s.summary) AS summary, COALESCE(w.lang, s.lang) AS text_lang,
       e.version, e.sequence, e.updated_utc, e.published_utc
  FROM event e
  JOIN event_text s ON s.event_id = e.id AND s.lang = e.source_lang
  LEFT JOIN event_text w ON w.event_id = e.id AND w.lang = :lang
  LEFT JOIN organisation h ON h.id = e.host_id
-- condition: public()
e.state IN ('published', 'cancelled', 'held')
-- condition: drafts()
e.state = 'draft'
-- condition: not_cancelled()
e.state IN ('published', 'held')
-- condition: ends_after(t int)
e.ends_utc >= :t
-- condition: ends_before(t int)
e.ends_utc < :t
-- condition: series(series int)
e.series_id = :series
-- condition: of_series(series_key text)
e.series_id = (SELECT f.id FROM series f WHERE f.key = :series_key)
-- condition: host(host int)
e.host_id = :host
-- condition: of_host(host_key text)
h.key = :host_key
-- condition: run_by(account int)
e.id IN (SELECT g.scope_id FROM role_grant g WHERE g.account_id = :account AND g.role = 'coordinator' AND g.scope = 'event')
-- condition: changed_since(since int)
e.updated_utc >= :since
-- order: starts
e.starts_utc int, e.id int
-- order: changed
e.updated_utc int, e.id int

-- The derived times of what is still to come.
-- statement: event_derived_after(after int, now int, most int) -> many {id int, version int, zone text, starts_local text,
--   ends_local text, closes_local text, opens_local text?, starts int, ends int, closes int, opens int?}
SELECT id, version, zone, starts_local, ends_local, closes_local, opens_local, starts_utc, ends_utc, closes_utc, opens_utc
  FROM event WHERE id > :after AND ends_utc > :now AND state IN ('draft', 'published') ORDER BY id LIMIT :most;

-- statement: event_derived_set(id int, version int, starts int, ends int, closes int, opens int?, now int) -> changes
UPDATE event SET starts_utc = :starts, ends_utc = :ends, closes_utc = :closes, opens_utc = :opens,
       sequence = sequence + 1, version = version + 1, updated_utc = :now
 WHERE id = :id AND version = :version;
