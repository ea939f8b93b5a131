-- What belongs to the instance itself.

-- statement: instance_value(name text) -> maybe {value text}
SELECT value FROM setting_value WHERE name = :name;

-- statement: instance_value_insert(name text, value text, now int) -> none
INSERT INTO setting_value (name, value, updated_utc, account_id) VALUES (:name, :value, :now, NULL)
ON CONFLICT (name) DO NOTHING;
