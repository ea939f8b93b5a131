-- Files: rows, and their bytes in portions.

-- statement: file_insert(id int, key text, name text, type text, size int, sha256 text, owner_kind text, owner int,
--     purpose text, keep_until int?, person int?, now int) -> none
INSERT INTO file (id, key, state, name, type, size, sha256, owner_kind, owner_id, purpose, keep_until_utc, person_id, created_utc)
VALUES (:id, :key, 'writing', :name, :type, :size, :sha256, :owner_kind, :owner, :purpose, :keep_until, :person, :now);

-- statement: file_part_insert(file int, number int, bytes blob) -> none
INSERT INTO file_part (file_id, number, bytes) VALUES (:file, :number, :bytes);

-- statement: file_complete(id int) -> changes
UPDATE file SET state = 'complete' WHERE id = :id AND state = 'writing';

-- What an owner has, also what is just being written.
-- statement: file_total(owner_kind text, owner int) -> value int?
SELECT sum(size) FROM file WHERE owner_kind = :owner_kind AND owner_id = :owner;

-- statement: file_by_key(key text) -> maybe {id int, key text, name text, type text, size int, sha256 text, owner_kind text,
--     owner int, purpose text, keep_until int?, person int?, created int}
SELECT id, key, name, type, size, sha256, owner_kind, owner_id, purpose, keep_until_utc, person_id, created_utc
FROM file WHERE key = :key AND state = 'complete';

-- statement: file_by_id(id int) -> maybe {id int, key text, name text, type text, size int, sha256 text, owner_kind text,
--     owner int, purpose text, keep_until int?, person int?, created int}
SELECT id, key, name, type, size, sha256, owner_kind, owner_id, purpose, keep_until_utc, person_id, created_utc
FROM file WHERE id = :id AND state = 'complete';

-- statement: files_of(owner_kind text, owner int) -> many {id int, key text, name text, type text, size int, purpose text,
--     created int}
SELECT id, key, name, type, size, purpose, created_utc FROM file
WHERE owner_kind = :owner_kind AND owner_id = :owner AND state = 'complete' ORDER BY id;

-- statement: file_part(file int, number int) -> maybe {bytes blob}
SELECT bytes FROM file_part WHERE file_id = :file AND number = :number;

-- statement: file_delete(id int) -> changes
DELETE FROM file WHERE id = :id;

-- statement: files_delete_of(owner_kind text, owner int) -> changes
DELETE FROM file WHERE owner_kind = :owner_kind AND owner_id = :owner;

-- What nobody finished. Few at a time: parts go with them.
-- statement: files_unfinished(before int) -> many {id int}
SELECT id FROM file WHERE state = 'writing' AND created_utc < :before LIMIT 10;

-- What has been kept long enough.
-- statement: files_expired(now int) -> many {id int}
SELECT id FROM file WHERE keep_until_utc < :now LIMIT 10;

-- Every file with its hash, for the integrity check.
-- list: file_list {id int, key text, size int, sha256 text}
-- base: scan reason: the integrity check reads all of them
SELECT f.id, f.key, f.size, f.sha256 FROM file f WHERE f.state = 'complete'
-- order: id
f.id int
