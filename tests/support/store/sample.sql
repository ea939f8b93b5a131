-- Statements of every kind over tables of their own (store_support.c makes them): what the tests of the store run.

-- All types in.
-- statement: sample_insert(id int, number int?, share real, maybe_share real?, name text, note text?, bytes blob,
--     maybe_bytes blob?, active bool) -> none
INSERT INTO sample (id, number, share, maybe_share, name, note, bytes, maybe_bytes, active)
VALUES (:id, :number, :share, :maybe_share, :name, :note, :bytes, :maybe_bytes, :active);

-- statement: sample_by_id(id int) -> maybe {id int, number int?, share real, maybe_share real?, name text, note text?,
--     bytes blob, maybe_bytes blob?, active bool}
SELECT id, number, share, maybe_share, name, note, bytes, maybe_bytes, active FROM sample WHERE id = :id;

-- statement: sample_one(id int) -> one {name text}
SELECT name FROM sample WHERE id = :id;

-- statement: sample_all() -> many {id int, name text}
-- plan: a test
SELECT id, name FROM sample ORDER BY id;

-- statement: sample_count() -> value int
-- plan: a test
SELECT count(*) FROM sample;

-- statement: sample_sum(active bool) -> value int?
-- plan: a test
SELECT sum(number) FROM sample WHERE active = :active;

-- statement: sample_same_number(number int) -> maybe {id int}
-- plan: a test
SELECT id FROM sample WHERE number = :number;

-- statement: sample_take(id int) -> changes
UPDATE sample SET number = number - 1 WHERE id = :id AND number > 0;

-- statement: sample_rename(id int, name text) -> maybe {number int?}
UPDATE sample SET name = :name WHERE id = :id RETURNING number;

-- statement: sample_tag(id int, sample int, tag text) -> none
INSERT INTO sample_tag (id, sample_id, tag) VALUES (:id, :sample, :tag);

-- statement: sample_tag_once(id int, sample int, tag text) -> changes
INSERT INTO sample_tag (id, sample_id, tag) VALUES (:id, :sample, :tag) ON CONFLICT (sample_id, tag) DO NOTHING;

-- statement: sample_clear() -> changes
-- plan: a test
DELETE FROM sample_tag;

-- list: sample_list(at_least int) {id int, number int?, name text}
-- base: scan reason: a test
SELECT s.id, s.number, s.name FROM sample s WHERE s.id >= :at_least
-- condition: active(active bool)
s.active = :active
-- condition: name(name text)
s.name = :name
-- condition: tagged(tag text)
EXISTS (SELECT 1 FROM sample_tag t WHERE t.sample_id = s.id AND t.tag = :tag)
-- condition: unnumbered()
s.number IS NULL
-- order: id
s.id int
-- order: name
s.name text, s.id int
-- order: share
s.share real, s.id int
