-- The journal: who changed what, when, why.

-- statement: journal_insert(id int, now int, account int?, person int?, what text, kind text, object int, reason text?, request text?, before text?, after text?) -> none
INSERT INTO journal (id, at_utc, account_id, actor_person_id, what, object_kind, object_id, reason, request_id, before_json, after_json)
VALUES (:id, :now, :account, :person, :what, :kind, :object, :reason, :request, :before, :after);

-- statement: journal_personal_insert(journal int, person int, field text, before text?, after text?) -> none
INSERT INTO journal_personal (journal_id, person_id, field, before_text, after_text) VALUES (:journal, :person, :field, :before, :after);

-- statement: journal_of(kind text, object int, max int) -> many {id int, at_utc int, account_id int?, actor_name text?, what text, reason text?, before_json text?, after_json text?}
SELECT j.id, j.at_utc, j.account_id, a.name AS actor_name, j.what, j.reason, j.before_json, j.after_json
  FROM journal j LEFT JOIN account a ON a.id = j.account_id
 WHERE j.object_kind = :kind AND j.object_id = :object ORDER BY j.id DESC LIMIT :max;

-- statement: journal_personal_forget(person int) -> changes
DELETE FROM journal_personal WHERE person_id = :person;
