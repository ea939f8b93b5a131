-- Organisations and their names. Domain functions: organisation.h, organisation_import.h.

-- statement: organisation_by_key(key text) -> maybe {id int, key text, business_id text?, name text, kind text, form text?, street text?, postcode text?, post_office text?, municipality text?, tol_scheme text?, tol_code text?, tol_name text?, website text?, registered_on text?, ended_on text?, source text, source_date text?}
SELECT id, key, business_id, name, kind, form, street, postcode, post_office, municipality, tol_scheme, tol_code, tol_name, website,
       registered_on, ended_on, source, source_date
  FROM organisation WHERE key = :key;

-- statement: organisation_by_business_id(business_id text) -> maybe {id int, key text, business_id text?, name text, name_fold text, name_sort text, kind text, form text?, street text?, postcode text?, post_office text?, municipality text?, tol_scheme text?, tol_code text?, tol_name text?, website text?, registered_on text?, ended_on text?, source text, source_date text?}
SELECT id, key, business_id, name, name_fold, name_sort, kind, form, street, postcode, post_office, municipality, tol_scheme, tol_code, tol_name, website,
       registered_on, ended_on, source, source_date
  FROM organisation WHERE business_id = :business_id;

-- The oldest first, so that which one is taken does not change when more come.
-- statement: organisations_of_name(name_fold text) -> many {id int, name text, business_id text?, source text}
SELECT id, name, business_id, source FROM organisation WHERE name_fold = :name_fold ORDER BY id LIMIT 50;

-- No row changes when another one has the business ID (two sign-ups at once).
-- statement: organisation_insert(id int, key text, business_id text?, name text, name_fold text, name_sort text, kind text, form text?, street text?, postcode text?, post_office text?, municipality text?, tol_scheme text?, tol_code text?, tol_name text?, website text?, registered_on text?, ended_on text?, source text, source_date text?, now int) -> changes
INSERT INTO organisation (id, key, business_id, name, name_fold, name_sort, kind, form, street, postcode, post_office, municipality,
       tol_scheme, tol_code, tol_name, website, registered_on, ended_on, source, source_date, created_utc, updated_utc)
VALUES (:id, :key, :business_id, :name, :name_fold, :name_sort, :kind, :form, :street, :postcode, :post_office, :municipality,
       :tol_scheme, :tol_code, :tol_name, :website, :registered_on, :ended_on, :source, :source_date, :now, :now)
ON CONFLICT (business_id) DO NOTHING;

-- statement: organisation_update(id int, business_id text?, name text, name_fold text, name_sort text, kind text, form text?, street text?, postcode text?, post_office text?, municipality text?, tol_scheme text?, tol_code text?, tol_name text?, website text?, registered_on text?, ended_on text?, source text, source_date text?, now int) -> changes
UPDATE organisation SET business_id = :business_id, name = :name, name_fold = :name_fold, name_sort = :name_sort, kind = :kind,
       form = :form, street = :street, postcode = :postcode, post_office = :post_office, municipality = :municipality,
       tol_scheme = :tol_scheme, tol_code = :tol_code, tol_name = :tol_name, website = :website, registered_on = :registered_on,
       ended_on = :ended_on, source = :source, source_date = :source_date, updated_utc = :now
 WHERE id = :id;

-- What a guest adds to what another guest typed.
-- statement: organisation_add_business_id(id int, business_id text, now int) -> changes
UPDATE organisation SET business_id = :business_id, updated_utc = :now
 WHERE id = :id AND source = 'typed' AND business_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM organisation o WHERE o.business_id = :business_id);

-- statement: organisation_names(organisation int) -> many {kind text, name text, from_date text?, to_date text?}
SELECT kind, name, from_date, to_date FROM organisation_name WHERE organisation_id = :organisation
 ORDER BY CASE WHEN to_date IS NULL THEN 0 ELSE 1 END, kind, from_date DESC, id;

-- statement: organisation_name_put(id int, organisation int, kind text, name text, name_fold text, from_date text?, to_date text?) -> none
INSERT INTO organisation_name (id, organisation_id, kind, name, name_fold, from_date, to_date)
VALUES (:id, :organisation, :kind, :name, :name_fold, :from_date, :to_date)
ON CONFLICT (organisation_id, kind, name) DO UPDATE SET from_date = excluded.from_date, to_date = excluded.to_date;

-- Suggestions: what begins with the folded words (from included, till not). What a guest typed is not shown to others.
-- statement: organisations_starting(from text, till text, ended bool, max int) -> many {id int, key text, name text, business_id text?, municipality text?, post_office text?, found text}
SELECT id, key, name, business_id, municipality, post_office, name_fold AS found
  FROM organisation
 WHERE name_fold >= :from AND name_fold < :till AND source <> 'typed' AND CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END = :ended
 ORDER BY name_fold, id LIMIT :max;

-- statement: organisations_starting_otherwise(from text, till text, ended bool, max int) -> many {id int, key text, name text, business_id text?, municipality text?, post_office text?, found text}
SELECT o.id, o.key, o.name, o.business_id, o.municipality, o.post_office, n.name_fold AS found
  FROM organisation_name n JOIN organisation o ON o.id = n.organisation_id
 WHERE n.name_fold >= :from AND n.name_fold < :till AND o.source <> 'typed'
   AND CASE WHEN o.ended_on IS NULL THEN 0 ELSE 1 END = :ended
 ORDER BY n.name_fold, n.id LIMIT :max;

-- statement: organisations_of_business_id_start(from text, till text, ended bool, max int) -> many {id int, key text, name text, business_id text?, municipality text?, post_office text?, found text}
SELECT id, key, name, business_id, municipality, post_office, business_id AS found
  FROM organisation
 WHERE business_id >= :from AND business_id < :till AND source <> 'typed' AND CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END = :ended
 ORDER BY business_id LIMIT :max;

-- What the organisation has hosted and will host, newest first; never drafts and cancelled ones.
-- statement: organisation_visits(host int, lang text) -> many {key text, state text, kind text, zone text, starts_local text, ends_local text, ends_utc int, title text, text_lang text}
SELECT e.key, e.state, e.kind, e.zone, e.starts_local, e.ends_local, e.ends_utc, COALESCE(w.title, s.title) AS title, COALESCE(w.lang, s.lang) AS text_lang
  FROM event e
  JOIN event_text s ON s.event_id = e.id AND s.lang = e.source_lang
  LEFT JOIN event_text w ON w.event_id = e.id AND w.lang = :lang
 WHERE e.host_id = :host AND e.state IN ('published', 'held')
 ORDER BY e.starts_utc DESC, e.id DESC LIMIT 200;

-- list: organisation_list {id int, key text, name text, business_id text?, kind text, post_office text?, municipality text?, tol_name text?, ended_on text?, source text, name_sort text}
-- base: scan reason: words are looked for anywhere in the names of a region's organisations; for coordinators only
SELECT o.id, o.key, o.name, o.business_id, o.kind, o.post_office, o.municipality, o.tol_name, o.ended_on, o.source, o.name_sort
  FROM organisation o
-- condition: named(pattern text)
(' ' || o.name_fold LIKE :pattern OR EXISTS (SELECT 1 FROM organisation_name n WHERE n.organisation_id = o.id AND ' ' || n.name_fold LIKE :pattern))
-- condition: business_id(business_id text)
o.business_id = :business_id
-- condition: typed()
o.source = 'typed'
-- condition: active()
o.ended_on IS NULL
-- order: name
o.name_sort text, o.id int

-- Derived columns.
-- statement: organisation_derived_after(after int, most int) -> many {id int, name text}
SELECT id, name FROM organisation WHERE id > :after ORDER BY id LIMIT :most;

-- statement: organisation_derived_set(id int, name text, name_fold text, name_sort text) -> changes
UPDATE organisation SET name_fold = :name_fold, name_sort = :name_sort WHERE id = :id AND name = :name;

-- statement: organisation_name_derived_after(after int, most int) -> many {id int, name text}
SELECT id, name FROM organisation_name WHERE id > :after ORDER BY id LIMIT :most;

-- statement: organisation_name_derived_set(id int, name text, name_fold text) -> changes
UPDATE organisation_name SET name_fold = :name_fold WHERE id = :id AND name = :name;
