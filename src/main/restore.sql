-- What a restored database must not do by itself.

-- Mails that waited when the backup was made may have gone out since: somebody decides.
-- statement: restore_park_mails() -> changes
-- plan: once, after restoring
UPDATE outbox SET state = 'parked', lease_until_utc = 0, error = 'restored' WHERE state IN ('queued', 'sending');

-- Who was signed in then may have signed out since, or lost the phone.
-- statement: restore_end_sign_ins() -> changes
-- plan: once, after restoring
DELETE FROM sign_in WHERE created_utc >= 0;

-- statement: restore_forget_links() -> changes
-- plan: once, after restoring
DELETE FROM sign_in_link WHERE created_utc >= 0;
