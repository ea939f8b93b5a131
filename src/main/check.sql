-- What talkoot check asks.

-- Events whose counters are not what their sign-ups say.
-- statement: check_counters() -> many {key text}
-- plan: the check reads everything
SELECT e.key
  FROM event e
  LEFT JOIN (SELECT r.event_id,
                    SUM(CASE WHEN r.state = 'confirmed' AND r.mode = 'site' THEN 1 ELSE 0 END) AS taken_site,
                    SUM(CASE WHEN r.state = 'confirmed' AND r.mode = 'remote' THEN 1 ELSE 0 END) AS taken_remote,
                    SUM(CASE WHEN r.state = 'waiting' AND r.mode = 'site' THEN 1 ELSE 0 END) AS waiting_site,
                    SUM(CASE WHEN r.state = 'waiting' AND r.mode = 'remote' THEN 1 ELSE 0 END) AS waiting_remote
               FROM registration r GROUP BY r.event_id) x ON x.event_id = e.id
 WHERE e.taken_site <> coalesce(x.taken_site, 0) OR e.taken_remote <> coalesce(x.taken_remote, 0)
    OR e.waiting_site <> coalesce(x.waiting_site, 0) OR e.waiting_remote <> coalesce(x.waiting_remote, 0)
 ORDER BY e.id LIMIT 100;

-- When the instance was made.
-- statement: check_born() -> value int?
-- plan: a row for each migration
SELECT MIN(applied_utc) FROM schema_version;
