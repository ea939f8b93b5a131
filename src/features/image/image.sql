-- Pictures and their three sizes. Domain functions: image.h.

-- statement: image_insert(id int, key text, owner_kind text, owner int, width int, height int, small int, medium int, large int, now int) -> none
INSERT INTO image (id, key, owner_kind, owner_id, width, height, small_id, medium_id, large_id, created_utc)
VALUES (:id, :key, :owner_kind, :owner, :width, :height, :small, :medium, :large, :now);

-- statement: image_by_key(key text) -> maybe {id int, owner_kind text, owner_id int, width int, height int, small_id int, medium_id int, large_id int}
SELECT id, owner_kind, owner_id, width, height, small_id, medium_id, large_id FROM image WHERE key = :key;

-- statement: image_files_delete(small int, medium int, large int) -> changes
DELETE FROM file WHERE id IN (:small, :medium, :large);
