-- Mail to send.

-- statement: outbox_insert(id int, kind text, rank int, address text, person int?, about_kind text?, about_id int?, message_id text, subject text, body blob, now int, next int) -> none
INSERT INTO outbox (id, kind, rank, state, address, person_id, about_kind, about_id, message_id, subject, body, created_utc, next_utc)
VALUES (:id, :kind, :rank, 'queued', :address, :person, :about_kind, :about_id, :message_id, :subject, :body, :now, :next);

-- The most urgent due mails, or those whose node has died, go to the one who asks.
-- statement: outbox_claim(now int, lease_until int) -> maybe {id int, kind text, address text, message_id text, subject text, body blob, attempts int, fence int, person_id int?}
UPDATE outbox SET state = 'sending', lease_until_utc = :lease_until, fence = fence + 1, attempts = attempts + 1
 WHERE id = (SELECT id FROM outbox WHERE state IN ('queued', 'sending') AND next_utc <= :now AND lease_until_utc <= :now ORDER BY rank, next_utc, id LIMIT 1)
   AND lease_until_utc <= :now
RETURNING id, kind, address, message_id, subject, body, attempts, fence, person_id;

-- statement: outbox_sent(id int, fence int, now int) -> changes
UPDATE outbox SET state = 'sent', sent_utc = :now, lease_until_utc = 0, error = NULL WHERE id = :id AND fence = :fence;

-- statement: outbox_again(id int, fence int, next int, error text) -> changes
UPDATE outbox SET state = 'queued', next_utc = :next, lease_until_utc = 0, error = :error WHERE id = :id AND fence = :fence;

-- statement: outbox_failed(id int, fence int, error text) -> changes
UPDATE outbox SET state = 'failed', lease_until_utc = 0, error = :error WHERE id = :id AND fence = :fence;

-- Waits without having used up one of its attempts: the server did not let us in, or the program is ending.
-- statement: outbox_give_back(id int, fence int, next int, error text?) -> changes
UPDATE outbox SET state = 'queued', next_utc = :next, lease_until_utc = 0, attempts = attempts - 1, error = :error
 WHERE id = :id AND fence = :fence;

-- statement: outbox_withdraw(about_kind text, about_id int, kind text, now int) -> changes
DELETE FROM outbox WHERE about_kind = :about_kind AND about_id = :about_id AND kind = :kind AND state = 'queued' AND next_utc > :now;

-- statement: outbox_retry(id int, now int) -> changes
UPDATE outbox SET state = 'queued', attempts = 0, next_utc = :now, lease_until_utc = 0
 WHERE id = :id AND state IN ('failed', 'parked') AND body IS NOT NULL;

-- In portions: call it until nothing changes.
-- statement: outbox_forget(before int, most int) -> changes
UPDATE outbox SET address = NULL, subject = NULL, body = NULL
 WHERE id IN (SELECT id FROM outbox WHERE state IN ('sent', 'failed') AND created_utc < :before AND body IS NOT NULL LIMIT :most);

-- statement: outbox_next() -> value int?
SELECT MIN(next_utc) FROM outbox WHERE state = 'queued';

-- statement: outbox_counts() -> many {state text, count int}
-- plan: scan of outbox is meant: a page for administrators
SELECT state, COUNT(*) AS count FROM outbox GROUP BY state ORDER BY state;

-- statement: outbox_of(about_kind text, about_id int, max int) -> many {id int, kind text, state text, address text?, subject text?, created_utc int, sent_utc int?, error text?}
SELECT id, kind, state, address, subject, created_utc, sent_utc, error FROM outbox
 WHERE about_kind = :about_kind AND about_id = :about_id ORDER BY id DESC LIMIT :max;

-- One more in this minute or day, unless it has its most: decided by the statement itself, since several nodes ask.
-- statement: pace_take(slot text, most int) -> changes
INSERT INTO outbox_pace (slot, sent) VALUES (:slot, 1)
ON CONFLICT (slot) DO UPDATE SET sent = outbox_pace.sent + 1 WHERE outbox_pace.sent < :most;

-- statement: pace_of(slot text) -> value int?
SELECT MAX(sent) FROM outbox_pace WHERE slot = :slot;

-- statement: pace_forget(before text) -> changes
-- plan: scan of outbox_pace is meant: some thousand rows a day, once a day
DELETE FROM outbox_pace WHERE slot >= 'm' AND slot < :before;

-- statement: outbox_to(address text) -> many {id int, state text, subject text?, body blob?}
-- plan: scan of outbox is meant: administrators and tests look for one address
SELECT id, state, subject, body FROM outbox WHERE address = :address ORDER BY id;
