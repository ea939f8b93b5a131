-- Sign-ups, their queue, attendance.

-- What was sent in one form: the people in it are managed by one link.
CREATE TABLE party (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  -- The secret in the link that changes and cancels. Not hashed: later mails carry the same link, and what it opens
  -- stands in this database anyway.
  manage_key TEXT NOT NULL UNIQUE,
  message TEXT,                          -- personal: free words to the organiser; 24 months after the event
  created_utc INTEGER NOT NULL
);
CREATE INDEX party_event ON party (event_id);

CREATE TABLE registration (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  party_id INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  is_contact INTEGER NOT NULL CHECK (is_contact IN (0, 1)), -- the one who filled in the form
  person_id INTEGER REFERENCES person (id), -- NULL: erased, or nothing known but a name
  organisation_id INTEGER REFERENCES organisation (id),
  name TEXT NOT NULL,                    -- personal: attendance list; 24 months after the event. '' when erased
  find_fold TEXT NOT NULL,               -- personal: to find in the list: name, address, organisation folded; as name
  name_sort TEXT NOT NULL,               -- personal: to sort the list; as name
  email TEXT,                            -- personal: confirmation and changes; as name. NULL: told by phone
  email_fold TEXT,                       -- personal: one sign-up a person; as name
  job_title TEXT,                        -- personal: told to the host; as name
  organisation_name TEXT NOT NULL DEFAULT '', -- as typed, '' without
  organisation_sort TEXT NOT NULL DEFAULT '',
  mode TEXT NOT NULL CHECK (mode IN ('site', 'remote')),
  state TEXT NOT NULL CHECK (state IN ('confirmed', 'waiting', 'cancelled')),
  queue_number INTEGER,                  -- order of waiting within the event; the smallest is first
  lang TEXT NOT NULL CHECK (lang IN ('fi', 'sv', 'en')),
  source TEXT NOT NULL CHECK (source IN ('self', 'colleague', 'coordinator', 'walk_in', 'api', 'import', 'demo')),
  told_by TEXT,                          -- personal: on behalf: who told it and when, in the coordinator's words; as name
  note TEXT,                             -- personal: the coordinator's note; 24 months after the event
  code TEXT NOT NULL,                    -- six characters for the door, unique in the event
  ticket_key TEXT NOT NULL UNIQUE,       -- random key in the QR code
  mail_key TEXT UNIQUE,                  -- secret that stands only in mails to this person's own address: who shows it, owns the address
  email_confirmed_utc INTEGER,           -- the owner of the address has opened the link
  replaces_id INTEGER,                   -- sent instead of this one
  created_utc INTEGER NOT NULL, updated_utc INTEGER NOT NULL,
  confirmed_utc INTEGER, cancelled_utc INTEGER,
  privacy_version TEXT NOT NULL DEFAULT '',
  told_sequence INTEGER NOT NULL DEFAULT 0, -- of the event's calendar entry that this person was told last
  -- At the door. arrived_utc and absent exclude each other; both empty: not known.
  arrived_utc INTEGER,
  absent INTEGER NOT NULL DEFAULT 0 CHECK (absent IN (0, 1)),
  CHECK (arrived_utc IS NULL OR absent = 0),
  CHECK (state <> 'waiting' OR queue_number IS NOT NULL),
  UNIQUE (event_id, code)
);
CREATE UNIQUE INDEX registration_one_a_person ON registration (event_id, email_fold) WHERE state <> 'cancelled' AND email_fold IS NOT NULL;
CREATE INDEX registration_queue ON registration (event_id, mode, queue_number) WHERE state = 'waiting';
CREATE INDEX registration_list ON registration (event_id, state, name_sort, id);
CREATE INDEX registration_party ON registration (party_id);
CREATE INDEX registration_person ON registration (person_id, event_id);
CREATE INDEX registration_organisation ON registration (organisation_id, event_id);

-- Marks from the door, idempotent by their own key (a phone without network sends them again).
CREATE TABLE attendance_mark (
  mark_key TEXT PRIMARY KEY,
  event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  registration_id INTEGER NOT NULL REFERENCES registration (id) ON DELETE CASCADE,
  what TEXT NOT NULL CHECK (what IN ('arrived', 'absent', 'unknown')),
  at_utc INTEGER NOT NULL,               -- when it happened, by the device, never later than received
  received_utc INTEGER NOT NULL,
  account_id INTEGER,
  reason TEXT                            -- of a later correction
);
CREATE INDEX attendance_mark_event ON attendance_mark (event_id);
CREATE INDEX attendance_mark_registration ON attendance_mark (registration_id, received_utc);

-- Mails to addresses whose owner has not confirmed them: at most 3 a day.
CREATE TABLE unconfirmed_mail (
  email_fold TEXT NOT NULL,              -- personal: not to be used as a mail bomb; two days
  sent_utc INTEGER NOT NULL,
  id INTEGER PRIMARY KEY
);
CREATE INDEX unconfirmed_mail_address ON unconfirmed_mail (email_fold, sent_utc);
