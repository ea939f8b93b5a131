-- Pictures: each was made anew in three sizes, without what cameras write into them.

CREATE TABLE image (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,              -- /images/{key}/{size}
  owner_kind TEXT NOT NULL, owner_id INTEGER NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, -- of the large one
  small_id INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
  medium_id INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
  large_id INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
  created_utc INTEGER NOT NULL
);
CREATE INDEX image_owner ON image(owner_kind, owner_id, id);
CREATE INDEX image_small ON image(small_id);
CREATE INDEX image_medium ON image(medium_id);
CREATE INDEX image_large ON image(large_id);
