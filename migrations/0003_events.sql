-- Projects that pay, series, events.
-- Content has one row per language (…_text); source_lang names the language the others are translated from, and a
-- translation is stale when its updated_utc is older than the source's.

CREATE TABLE funding_project (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  register_number TEXT,                  -- diaarinumero: 54/00.01.05.21/2021
  project_code TEXT,
  funder TEXT NOT NULL,
  programme TEXT,
  starts_on TEXT NOT NULL, ends_on TEXT NOT NULL, -- ISO dates, both inclusive
  created_utc INTEGER NOT NULL, updated_utc INTEGER NOT NULL,
  CHECK (starts_on <= ends_on)
);
CREATE TABLE funding_project_text (
  project_id INTEGER NOT NULL REFERENCES funding_project (id) ON DELETE CASCADE,
  lang TEXT NOT NULL CHECK (lang IN ('fi', 'sv', 'en')),
  line TEXT NOT NULL,                    -- shown wherever the project pays
  PRIMARY KEY (project_id, lang)
);
CREATE TABLE funding_project_mark (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES funding_project (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  file_key TEXT NOT NULL,
  alt_fi TEXT NOT NULL, alt_sv TEXT NOT NULL, alt_en TEXT NOT NULL
);
CREATE INDEX funding_project_mark_project ON funding_project_mark (project_id, position);

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  source_lang TEXT NOT NULL CHECK (source_lang IN ('fi', 'sv', 'en')),
  state TEXT NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published', 'archived')),
  created_utc INTEGER NOT NULL, updated_utc INTEGER NOT NULL
);
CREATE TABLE series_text (
  series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  lang TEXT NOT NULL CHECK (lang IN ('fi', 'sv', 'en')),
  title TEXT NOT NULL, summary TEXT NOT NULL DEFAULT '', description TEXT NOT NULL DEFAULT '',
  updated_utc INTEGER NOT NULL,
  PRIMARY KEY (series_id, lang)
);

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,              -- /events/{key}
  short_key TEXT NOT NULL UNIQUE,         -- /e/{short}: for posters
  series_id INTEGER REFERENCES series (id),
  kind TEXT NOT NULL DEFAULT 'visit' CHECK (kind IN ('visit', 'meeting', 'seminar', 'fair', 'other')),
  host_id INTEGER REFERENCES organisation (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'cancelled', 'held')),
  source_lang TEXT NOT NULL CHECK (source_lang IN ('fi', 'sv', 'en')),
  -- Planned times as entered, with their zone; the UTC columns are derived from them.
  zone TEXT NOT NULL,
  starts_local TEXT NOT NULL, ends_local TEXT NOT NULL, -- 2026-11-27T09:00
  starts_utc INTEGER NOT NULL, ends_utc INTEGER NOT NULL,
  opens_local TEXT, opens_utc INTEGER,   -- NULL: open since publishing
  closes_local TEXT NOT NULL, closes_utc INTEGER NOT NULL,
  publish_utc INTEGER,                   -- of a draft: publish itself at this time
  published_utc INTEGER, cancelled_utc INTEGER, held_utc INTEGER,
  place_name TEXT, street TEXT, postcode TEXT, post_office TEXT,
  latitude REAL, longitude REAL,
  remote_link TEXT,                      -- never on a public page
  -- Seats: what is offered and what confirmed sign-ups have taken. taken <= seats unless seats were lowered later.
  seats_site INTEGER NOT NULL CHECK (seats_site >= 0), taken_site INTEGER NOT NULL DEFAULT 0 CHECK (taken_site >= 0),
  seats_remote INTEGER NOT NULL DEFAULT 0 CHECK (seats_remote >= 0), taken_remote INTEGER NOT NULL DEFAULT 0 CHECK (taken_remote >= 0),
  waiting_site INTEGER NOT NULL DEFAULT 0 CHECK (waiting_site >= 0),
  waiting_remote INTEGER NOT NULL DEFAULT 0 CHECK (waiting_remote >= 0),
  next_queue_number INTEGER NOT NULL DEFAULT 1,
  contact_name TEXT, contact_title TEXT, contact_phone TEXT, contact_email TEXT,
  mail_from_name TEXT, mail_reply_to TEXT,
  responsible_id INTEGER REFERENCES account (id), deputy_id INTEGER REFERENCES account (id),
  image_key TEXT,
  copied_from INTEGER,
  sequence INTEGER NOT NULL DEFAULT 0,   -- of the calendar entry: grows when time, place or state changes
  version INTEGER NOT NULL DEFAULT 1,    -- grows with every change: ETags, "someone else changed it"
  created_utc INTEGER NOT NULL, updated_utc INTEGER NOT NULL,
  CHECK (starts_utc < ends_utc), CHECK (closes_utc <= ends_utc)
);
CREATE INDEX event_state_starts ON event (state, starts_utc, id);
CREATE INDEX event_series ON event (series_id, starts_utc);
CREATE INDEX event_host ON event (host_id, starts_utc);
CREATE INDEX event_publish ON event (publish_utc);

CREATE TABLE event_text (
  event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  lang TEXT NOT NULL CHECK (lang IN ('fi', 'sv', 'en')),
  title TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',  -- Markdown
  host_shows TEXT NOT NULL DEFAULT '', host_looks_for TEXT NOT NULL DEFAULT '',
  meeting_point TEXT NOT NULL DEFAULT '', gate TEXT NOT NULL DEFAULT '',
  image_alt TEXT NOT NULL DEFAULT '',
  cancel_reason TEXT NOT NULL DEFAULT '',
  updated_utc INTEGER NOT NULL,
  PRIMARY KEY (event_id, lang)
);

CREATE TABLE programme_item (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  starts_time TEXT,                      -- 09:00, local; NULL: no time told
  speaker TEXT NOT NULL DEFAULT ''
);
CREATE INDEX programme_item_event ON programme_item (event_id, position);
CREATE TABLE programme_item_text (
  item_id INTEGER NOT NULL REFERENCES programme_item (id) ON DELETE CASCADE,
  lang TEXT NOT NULL CHECK (lang IN ('fi', 'sv', 'en')),
  title TEXT NOT NULL,
  PRIMARY KEY (item_id, lang)
);

-- Those who decide at the host. The name shows only after the person's own yes.
CREATE TABLE event_decision_maker (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('chief_executive', 'purchasing', 'business_development', 'production', 'other')),
  name TEXT,                             -- personal: shown to guests after the person's yes; 24 months after the event
  email TEXT,                            -- personal: to ask for the yes; until answered
  agreed_utc INTEGER,                    -- at most one of these two
  refused_utc INTEGER,
  asked_utc INTEGER,                     -- when the mail with the link went
  ask_token_hash TEXT UNIQUE
);
CREATE INDEX event_decision_maker_event ON event_decision_maker (event_id, position);

CREATE TABLE event_project (
  event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  project_id INTEGER NOT NULL REFERENCES funding_project (id),
  per_cent INTEGER NOT NULL CHECK (per_cent BETWEEN 1 AND 100),
  PRIMARY KEY (event_id, project_id)
);
CREATE INDEX event_project_project ON event_project (project_id);
