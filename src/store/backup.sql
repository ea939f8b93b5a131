-- For the list of erasures beside the backups.

-- statement: erasures_after(person int) -> many {person int, at int}
SELECT person_id, erased_utc FROM erasure WHERE person_id > :person ORDER BY person_id LIMIT 5000;
