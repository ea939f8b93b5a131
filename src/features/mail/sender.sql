-- Sending, and the lists of mails that people see. The outbox itself: store/outbox.sql.

-- Is there anything to do? Asked each second, so it reads only.
-- statement: mail_is_due(now int) -> maybe {id int}
SELECT id FROM outbox WHERE state IN ('queued', 'sending') AND next_utc <= :now AND lease_until_utc <= :now LIMIT 1;

-- statement: mail_connections(now int) -> value int
SELECT COUNT(*) FROM outbox WHERE state = 'sending' AND lease_until_utc > :now;

-- Those that were put off after a fault go now: somebody has mended something.
-- statement: mail_hurry(now int) -> changes
UPDATE outbox SET next_utc = :now WHERE state = 'queued' AND error IS NOT NULL AND next_utc > :now;

-- The list that coordinators see, newest first.
-- list: mails() {message_id text, kind text, state text, address text?, subject text?, created int, next int, sent int?,
--   attempts int, error text?, about_kind text?}
-- base: scan reason: mails of the last months, paged by id
SELECT o.message_id, o.kind, o.state, o.address, o.subject, o.created_utc, o.next_utc, o.sent_utc, o.attempts, o.error, o.about_kind
  FROM outbox o
-- condition: state(state text)
o.state = :state
-- condition: address(address text)
o.address = :address
-- order: id
o.id int

-- By the random part of its Message-ID "key@host": '@' and 'A' are neighbours.
-- statement: mail_by_key(from text, to text) -> maybe {id int, message_id text, kind text, state text, address text?,
--   subject text?, body blob?, created int, next int, sent int?, attempts int, error text?, about_kind text?}
SELECT id, message_id, kind, state, address, subject, body, created_utc, next_utc, sent_utc, attempts, error, about_kind
  FROM outbox WHERE message_id >= :from AND message_id < :to;

-- What the mail server said last to a mail that still waits.
-- statement: mail_trouble() -> maybe {error text?, next int}
-- plan: the mails that wait, of which there are few unless something is wrong
SELECT error, next_utc FROM outbox WHERE state = 'queued' AND error IS NOT NULL ORDER BY id DESC LIMIT 1;
