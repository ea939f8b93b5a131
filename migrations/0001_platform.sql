-- What the platform itself keeps: journal, mail to send, work to do, files, settings.
-- Rules of migrations: docs of src/store/migrate.h.

CREATE TABLE schema_version (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,                -- SHA-256 of the file's text, hexadecimal
  applied_utc INTEGER NOT NULL
);

-- Every change that matters: who, when, what. Values that are not personal stand in before_json and after_json.
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at_utc INTEGER NOT NULL,
  account_id INTEGER,                    -- NULL: a visitor without account; 0: the program itself
  actor_person_id INTEGER,
  what TEXT NOT NULL,                    -- event.published, registration.moved_up
  object_kind TEXT NOT NULL,             -- event, registration, organisation ...
  object_id INTEGER NOT NULL,
  reason TEXT,
  request_id TEXT,
  before_json TEXT, after_json TEXT
);
CREATE INDEX journal_object ON journal(object_kind, object_id, id);
CREATE INDEX journal_what ON journal(what, id);

-- Values of personal columns that a change touched; deleted when the person is erased.
CREATE TABLE journal_personal (
  journal_id INTEGER NOT NULL REFERENCES journal(id),
  person_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  before_text TEXT,                      -- personal: to answer who changed what; as person.name
  after_text TEXT,                       -- personal: to answer who changed what; as person.name
  PRIMARY KEY (journal_id, person_id, field)
);
CREATE INDEX journal_personal_person ON journal_personal(person_id);

-- Mail to send, written in the transaction that wants it sent.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('confirmation', 'notice', 'bulk')),
  rank INTEGER NOT NULL,                 -- order of sending: 0 confirmations, 1 notices, 2 bulk
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'parked')),
  address TEXT,                          -- personal: whom the mail goes to; 90 days after sending
  person_id INTEGER,
  about_kind TEXT, about_id INTEGER,     -- event 17: for the list of mails of an event
  message_id TEXT NOT NULL UNIQUE,
  subject TEXT,                          -- personal: what was written; 90 days after sending
  body BLOB,                             -- personal: the message as it goes out; 90 days after sending
  created_utc INTEGER NOT NULL,
  next_utc INTEGER NOT NULL,             -- not before
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_until_utc INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,      -- grows with each claim; who finishes must name it
  sent_utc INTEGER,
  error TEXT                             -- the last refusal, without the address
);
CREATE INDEX outbox_due ON outbox(state, rank, next_utc, id);
CREATE INDEX outbox_person ON outbox(person_id);
CREATE INDEX outbox_address ON outbox(address);
CREATE INDEX outbox_about ON outbox(about_kind, about_id, id);

-- How many mails went out in a minute or day, over all nodes.
CREATE TABLE outbox_pace (
  slot TEXT PRIMARY KEY,                 -- m29735820 (minute), d20649 (day)
  sent INTEGER NOT NULL
);

-- Work for later.
CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  unique_key TEXT UNIQUE,                -- one of this key waits or runs at a time; NULL: any number
  payload TEXT NOT NULL,                 -- JSON, without personal data
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'parked')),
  run_utc INTEGER NOT NULL,              -- not before
  every_s INTEGER,                       -- periodic: queued again this many seconds later
  failures INTEGER NOT NULL DEFAULT 0,
  lease_until_utc INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  progress TEXT,                         -- JSON where a resumable job goes on
  created_utc INTEGER NOT NULL,
  finished_utc INTEGER,
  error TEXT
);
CREATE INDEX job_due ON job(state, run_utc, id);

-- Files: a row here, bytes in portions of 256 KB.
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('writing', 'complete')),
  name TEXT NOT NULL,                    -- personal: as it was uploaded; as the file
  type TEXT NOT NULL,                    -- image/png ...: found from the bytes
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  owner_kind TEXT NOT NULL, owner_id INTEGER NOT NULL,
  purpose TEXT NOT NULL,                 -- image, signature_list, import ...
  keep_until_utc INTEGER,                -- NULL: as long as its owner
  person_id INTEGER,                     -- who uploaded it
  created_utc INTEGER NOT NULL
);
CREATE INDEX file_owner ON file(owner_kind, owner_id, id);
CREATE INDEX file_state ON file(state, created_utc);
CREATE INDEX file_keep ON file(keep_until_utc);

CREATE TABLE file_part (
  file_id INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,               -- from 0
  bytes BLOB NOT NULL,                   -- personal: what was uploaded; as file.keep_until_utc
  PRIMARY KEY (file_id, number)
);

-- Settings that people change while the program runs.
CREATE TABLE setting_value (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  updated_utc INTEGER NOT NULL,
  account_id INTEGER
);

-- Forms and API calls that were answered already: a double click is one sign-up.
CREATE TABLE idempotency_key (
  key TEXT PRIMARY KEY,
  request_hash TEXT NOT NULL,            -- the same key with another body is refused
  status INTEGER NOT NULL,               -- 0: still running
  answer TEXT,                           -- personal: to answer the same again; one day
  created_utc INTEGER NOT NULL
);
CREATE INDEX idempotency_key_created ON idempotency_key(created_utc);
