-- Work for later.

-- statement: job_insert(id int, kind text, unique_key text?, payload text, run int, every int?, now int) -> none
INSERT INTO job (id, kind, unique_key, payload, state, run_utc, every_s, created_utc)
VALUES (:id, :kind, :unique_key, :payload, 'queued', :run, :every, :now)
ON CONFLICT (unique_key) DO NOTHING;

-- The next due job, or one whose node has died (its lease is over), goes to the one who asks. Two who ask at once get
-- different jobs: the loser of the row's lock finds it leased and gets nothing. A lost runner counts as a failure: the job
-- itself may have killed it.
-- statement: job_claim(now int, lease_until int) -> maybe {id int, kind text, payload text, fence int, failures int, every_s int?, progress text?, run_utc int}
UPDATE job SET state = 'running', lease_until_utc = :lease_until, fence = fence + 1,
  failures = CASE WHEN state = 'running' THEN failures + 1 ELSE failures END
 WHERE id = (SELECT id FROM job WHERE state IN ('queued', 'running') AND run_utc <= :now AND lease_until_utc <= :now ORDER BY run_utc, id LIMIT 1)
   AND lease_until_utc <= :now
RETURNING id, kind, payload, fence, failures, every_s, progress, run_utc;

-- statement: job_lease(id int, fence int, lease_until int) -> none
UPDATE job SET lease_until_utc = :lease_until WHERE id = :id AND fence = :fence;

-- statement: job_done(id int, fence int) -> changes
DELETE FROM job WHERE id = :id AND fence = :fence AND every_s IS NULL;

-- statement: job_again(id int, fence int, run int) -> changes
UPDATE job SET state = 'queued', run_utc = :run, lease_until_utc = 0, failures = 0, error = NULL, progress = NULL WHERE id = :id AND fence = :fence;

-- statement: job_go_on(id int, fence int, progress text, run int) -> changes
UPDATE job SET state = 'queued', run_utc = :run, lease_until_utc = 0, failures = 0, progress = :progress WHERE id = :id AND fence = :fence;

-- statement: job_failed(id int, fence int, run int, error text) -> changes
UPDATE job SET state = 'queued', run_utc = :run, lease_until_utc = 0, failures = failures + 1, error = :error WHERE id = :id AND fence = :fence;

-- statement: job_later(id int, fence int, run int) -> changes
UPDATE job SET state = 'queued', run_utc = :run, lease_until_utc = 0 WHERE id = :id AND fence = :fence;

-- statement: job_park(id int, fence int, error text, now int) -> changes
UPDATE job SET state = 'parked', lease_until_utc = 0, failures = failures + 1, error = :error, finished_utc = :now WHERE id = :id AND fence = :fence;

-- statement: job_unpark(id int, now int) -> changes
UPDATE job SET state = 'queued', failures = 0, run_utc = :now, lease_until_utc = 0, finished_utc = NULL WHERE id = :id AND state = 'parked';

-- statement: jobs_parked() -> many {id int, kind text, error text?, finished_utc int?, created_utc int}
SELECT id, kind, error, finished_utc, created_utc FROM job WHERE state = 'parked' ORDER BY run_utc, id LIMIT 200;

-- statement: job_next_run() -> value int?
SELECT MIN(run_utc) FROM job WHERE state = 'queued';
