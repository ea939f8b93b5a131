-- Which version of its maker a derived column was made by.

-- statement: derived_version(name text) -> maybe {value text}
SELECT value FROM setting_value WHERE name = :name;

-- statement: derived_note(name text, value text, now int) -> none
INSERT INTO setting_value (name, value, updated_utc, account_id) VALUES (:name, :value, :now, NULL)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_utc = excluded.updated_utc;
