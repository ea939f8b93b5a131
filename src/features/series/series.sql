-- Series of events. Domain functions: series.h.

-- statement: series_by_key(key text) -> maybe {id int, key text, source_lang text, state text}
SELECT id, key, source_lang, state FROM series WHERE key = :key;

-- statement: series_texts(series int) -> many {lang text, title text, summary text, description text}
SELECT lang, title, summary, description FROM series_text WHERE series_id = :series;

-- statement: series_all(lang text, now int) -> many {id int, key text, state text, title text, summary text, text_lang text, coming int, past int}
-- plan: scan of series is meant: a region has some dozens
SELECT s.id, s.key, s.state, COALESCE(w.title, o.title) AS title, COALESCE(w.summary, o.summary) AS summary,
       COALESCE(w.lang, o.lang) AS text_lang,
       (SELECT COUNT(*) FROM event e WHERE e.series_id = s.id AND e.state IN ('published', 'held') AND e.ends_utc >= :now) AS coming,
       (SELECT COUNT(*) FROM event e WHERE e.series_id = s.id AND e.state IN ('published', 'held') AND e.ends_utc < :now) AS past
  FROM series s
  JOIN series_text o ON o.series_id = s.id AND o.lang = s.source_lang
  LEFT JOIN series_text w ON w.series_id = s.id AND w.lang = :lang
 ORDER BY s.id DESC;

-- statement: series_insert(id int, key text, source_lang text, state text, now int) -> none
INSERT INTO series (id, key, source_lang, state, created_utc, updated_utc) VALUES (:id, :key, :source_lang, :state, :now, :now);

-- statement: series_update(id int, source_lang text, state text, now int) -> none
UPDATE series SET source_lang = :source_lang, state = :state, updated_utc = :now WHERE id = :id;

-- statement: series_text_put(series int, lang text, title text, summary text, description text, now int) -> none
INSERT INTO series_text (series_id, lang, title, summary, description, updated_utc)
VALUES (:series, :lang, :title, :summary, :description, :now)
ON CONFLICT (series_id, lang) DO UPDATE SET title = excluded.title, summary = excluded.summary,
       description = excluded.description, updated_utc = excluded.updated_utc;

-- statement: series_text_delete(series int, lang text) -> none
DELETE FROM series_text WHERE series_id = :series AND lang = :lang;
