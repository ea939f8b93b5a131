-- API calls that carry an Idempotency-Key (web/once_api.c).

-- statement: once_begin(key text, hash text, now int) -> changes
INSERT INTO idempotency_key (key, request_hash, status, created_utc) VALUES (:key, :hash, 0, :now) ON CONFLICT (key) DO NOTHING;

-- statement: once_find(key text) -> maybe {request_hash text, status int, answer text?, created_utc int}
SELECT request_hash, status, answer, created_utc FROM idempotency_key WHERE key = :key;

-- A call whose node went away before it answered.
-- statement: once_take_over(key text, hash text, before int, now int) -> changes
UPDATE idempotency_key SET request_hash = :hash, created_utc = :now WHERE key = :key AND status = 0 AND created_utc < :before;

-- statement: once_keep(key text, status int, answer text) -> changes
UPDATE idempotency_key SET status = :status, answer = :answer WHERE key = :key;

-- statement: once_drop(key text) -> changes
DELETE FROM idempotency_key WHERE key = :key AND status = 0;

-- statement: once_forget(before int) -> changes
DELETE FROM idempotency_key WHERE created_utc < :before;
