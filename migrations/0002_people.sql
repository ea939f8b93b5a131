-- Organisations, people, and how people sign in.
-- Column comments "personal: purpose; retention" are collected at build and make the privacy register.

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  business_id TEXT UNIQUE,               -- 1234567-8; NULL: has none or is not known
  name TEXT NOT NULL,                    -- current name, as it is shown
  name_fold TEXT NOT NULL,               -- for finding: lower case, no diacritics, no punctuation
  name_sort TEXT NOT NULL,               -- for sorting: collation key
  kind TEXT NOT NULL DEFAULT 'company' CHECK (kind IN ('company', 'association', 'school', 'public_body', 'sole_trader', 'other')),
  form TEXT,                             -- legal form as the register writes it: OY, OYJ, KY, ...
  street TEXT, postcode TEXT, post_office TEXT, municipality TEXT, -- municipality: three digits
  tol_scheme TEXT, tol_code TEXT, tol_name TEXT, -- line of business with its code set (TOL2008, TOL2025)
  website TEXT,
  registered_on TEXT, ended_on TEXT,     -- ISO dates; ended_on set: exists no more
  source TEXT NOT NULL CHECK (source IN ('register', 'typed', 'import', 'demo')),
  source_date TEXT,
  created_utc INTEGER NOT NULL,
  updated_utc INTEGER NOT NULL
);
CREATE INDEX organisation_name_fold ON organisation (name_fold);
CREATE INDEX organisation_name_sort ON organisation (name_sort, id);

-- Further names: parallel (other language), auxiliary, former.
CREATE TABLE organisation_name (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('parallel', 'auxiliary', 'former')),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  from_date TEXT, to_date TEXT,
  UNIQUE (organisation_id, kind, name)
);
CREATE INDEX organisation_name_name_fold ON organisation_name (name_fold);

-- The size class is asked once a company and year.
CREATE TABLE organisation_size (
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  year INTEGER NOT NULL,
  size_class TEXT NOT NULL CHECK (size_class IN ('micro', 'small', 'medium', 'large', 'not_company')),
  told_utc INTEGER NOT NULL,
  PRIMARY KEY (organisation_id, year)
);

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT,                             -- personal: to address and list the person; 24 months after the last event; NULL: erased
  name_fold TEXT,                        -- personal: to find the person; as name
  name_sort TEXT,                        -- personal: to sort lists; as name
  lang TEXT NOT NULL CHECK (lang IN ('fi', 'sv', 'en')),
  phone TEXT,                            -- personal: to reach the person; as name
  created_utc INTEGER NOT NULL,
  updated_utc INTEGER NOT NULL,
  erased_utc INTEGER                     -- the row stays nameless so that old figures add up
);
CREATE INDEX person_name_sort ON person (name_sort, id);

CREATE TABLE person_email (
  email TEXT PRIMARY KEY,                -- personal: to send what was asked for; as person.name. Domain in lower case
  email_fold TEXT NOT NULL UNIQUE,       -- personal: to find the person; as person.name. All in lower case
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  confirmed_utc INTEGER,                 -- its owner has opened a link sent to it
  refused_utc INTEGER,                   -- a mail server refused it
  refused_why TEXT,
  created_utc INTEGER NOT NULL
);
CREATE INDEX person_email_person ON person_email (person_id);

CREATE TABLE affiliation (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  job_title TEXT,                        -- personal: to tell hosts who comes; as person.name
  from_date TEXT, to_date TEXT,
  created_utc INTEGER NOT NULL,
  UNIQUE (person_id, organisation_id)
);
CREATE INDEX affiliation_organisation ON affiliation (organisation_id);

-- An erased person: only hashes, so that restore of an older backup can erase again. No name, no address.
CREATE TABLE erasure (
  person_id INTEGER PRIMARY KEY,
  erased_utc INTEGER NOT NULL
);

-- A voluntary consent, with the words' version that the person saw.
CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  code TEXT NOT NULL,                    -- show_to_participants, photographs, later_invitations
  version TEXT NOT NULL,
  event_id INTEGER,                      -- NULL: for all
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  at_utc INTEGER NOT NULL,
  registration_id INTEGER
);
CREATE INDEX consent_person ON consent (person_id, code, at_utc);

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  email TEXT UNIQUE,                     -- personal: to sign in; while the account is open, then NULL. All in lower case
  person_id INTEGER REFERENCES person (id),
  name TEXT,                             -- personal: shown to colleagues; while the account is open, then NULL
  name_sort TEXT NOT NULL DEFAULT '',    -- personal: to sort the list of users; as name
  find_fold TEXT NOT NULL DEFAULT '',    -- personal: folded name and address, to find users; as name
  lang TEXT NOT NULL CHECK (lang IN ('fi', 'sv', 'en')),
  closed_utc INTEGER,
  created_utc INTEGER NOT NULL,
  last_sign_in_utc INTEGER,
  CHECK (email IS NOT NULL OR closed_utc IS NOT NULL)
);
CREATE INDEX account_name_sort ON account (name_sort, id);
CREATE INDEX account_person ON account (person_id);

CREATE TABLE role_grant (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('administrator', 'coordinator', 'reader', 'helper', 'facilitator', 'representative', 'participant')),
  scope TEXT NOT NULL CHECK (scope IN ('instance', 'organisation', 'event')),
  scope_id INTEGER NOT NULL DEFAULT 0,   -- 0 for the instance
  granted_by INTEGER,
  granted_utc INTEGER NOT NULL,
  UNIQUE (account_id, role, scope, scope_id)
);

-- A mailed single-use link. Only hashes are stored. An address without account gets a row too, so that nothing differs.
CREATE TABLE sign_in_link (
  token_hash TEXT PRIMARY KEY,
  email TEXT NOT NULL,                   -- personal: whom the link is for; one day
  browser_hash TEXT,                     -- of the browser that asked; NULL: made by the command line
  code_hash TEXT,                        -- six digits for the browser that asked, when the link was opened in another
  code_tries INTEGER NOT NULL DEFAULT 0,
  mailed INTEGER NOT NULL CHECK (mailed IN (0, 1)), -- 0: the address had enough mails, this link went nowhere
  next_path TEXT,
  created_utc INTEGER NOT NULL,
  expires_utc INTEGER NOT NULL,
  used_utc INTEGER
);
CREATE INDEX sign_in_link_created ON sign_in_link (created_utc);
CREATE INDEX sign_in_link_email ON sign_in_link (email, created_utc);
CREATE INDEX sign_in_link_browser ON sign_in_link (browser_hash, created_utc);

CREATE TABLE sign_in (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,              -- names it in the list; not the secret
  token_hash TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_utc INTEGER NOT NULL,
  seen_utc INTEGER NOT NULL,
  expires_utc INTEGER NOT NULL,
  browser TEXT                           -- personal: to recognise one's own sign-ins; until it ends. "Firefox on Android"
);
CREATE INDEX sign_in_account ON sign_in (account_id, created_utc);
