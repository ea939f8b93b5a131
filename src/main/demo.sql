-- What only the demo does: rows that people would make over months.

-- statement: demo_is_empty() -> value int
-- plan: scan of event and organisation is meant: once, before the demo is made
SELECT CASE WHEN EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM organisation) OR EXISTS (SELECT 1 FROM account) THEN 0 ELSE 1 END;

-- statement: demo_organisation_insert(id int, key text, business_id text?, name text, name_fold text, name_sort text, kind text, form text?, street text?, postcode text?, post_office text?, municipality text?, tol_code text?, tol_name text?, now int) -> none
INSERT INTO organisation (id, key, business_id, name, name_fold, name_sort, kind, form, street, postcode, post_office, municipality, tol_scheme, tol_code,
       tol_name, source, created_utc, updated_utc)
VALUES (:id, :key, :business_id, :name, :name_fold, :name_sort, :kind, :form, :street, :postcode, :post_office, :municipality, 'TOL2025', :tol_code,
       :tol_name, 'demo', :now, :now);

-- statement: demo_organisation(name_fold text) -> maybe {id int, key text}
SELECT id, key FROM organisation WHERE name_fold = :name_fold AND source = 'demo';

-- statement: demo_series_insert(id int, key text, now int) -> none
INSERT INTO series (id, key, source_lang, state, created_utc, updated_utc) VALUES (:id, :key, 'fi', 'published', :now, :now);

-- statement: demo_series_text_insert(series int, lang text, title text, summary text, now int) -> none
INSERT INTO series_text (series_id, lang, title, summary, updated_utc) VALUES (:series, :lang, :title, :summary, :now);

-- The letters of a past that never was are not sent.
-- statement: demo_outbox_clear() -> changes
DELETE FROM outbox WHERE id > 0;

-- statement: demo_unconfirmed_clear() -> changes
DELETE FROM unconfirmed_mail WHERE id > 0;

-- statement: demo_confirm_addresses(event int, now int) -> changes
UPDATE registration SET email_confirmed_utc = :now WHERE event_id = :event AND email IS NOT NULL;
