-- Publicly funded projects that pay for events. Domain functions: project.h.

-- statement: project_by_key(key text) -> maybe {id int, key text, name text, register_number text?, project_code text?, funder text, programme text?, starts_on text, ends_on text}
SELECT id, key, name, register_number, project_code, funder, programme, starts_on, ends_on FROM funding_project WHERE key = :key;

-- statement: project_lines(project int) -> many {lang text, line text}
SELECT lang, line FROM funding_project_text WHERE project_id = :project;

-- statement: project_marks(project int) -> many {id int, file_key text, alt_fi text, alt_sv text, alt_en text, width int, height int}
SELECT m.id, m.file_key, m.alt_fi, m.alt_sv, m.alt_en, i.width, i.height
  FROM funding_project_mark m JOIN image i ON i.key = m.file_key WHERE m.project_id = :project ORDER BY m.position, m.id;

-- statement: project_mark_place(id int, project int, position int) -> changes
UPDATE funding_project_mark SET position = :position WHERE id = :id AND project_id = :project;

-- statement: projects_all() -> many {id int, key text, name text, register_number text?, project_code text?, funder text, starts_on text, ends_on text, event_count int}
-- plan: scan of funding_project is meant: an organisation has some dozens
SELECT p.id, p.key, p.name, p.register_number, p.project_code, p.funder, p.starts_on, p.ends_on,
       (SELECT COUNT(*) FROM event_project e WHERE e.project_id = p.id) AS event_count
  FROM funding_project p ORDER BY p.starts_on DESC, p.id DESC;

-- statement: project_insert(id int, key text, name text, register_number text?, project_code text?, funder text, programme text?, starts_on text, ends_on text, now int) -> none
INSERT INTO funding_project (id, key, name, register_number, project_code, funder, programme, starts_on, ends_on, created_utc, updated_utc)
VALUES (:id, :key, :name, :register_number, :project_code, :funder, :programme, :starts_on, :ends_on, :now, :now);

-- statement: project_update(id int, name text, register_number text?, project_code text?, funder text, programme text?, starts_on text, ends_on text, now int) -> changes
UPDATE funding_project SET name = :name, register_number = :register_number, project_code = :project_code, funder = :funder,
       programme = :programme, starts_on = :starts_on, ends_on = :ends_on, updated_utc = :now WHERE id = :id;

-- statement: project_line_put(project int, lang text, line text) -> none
INSERT INTO funding_project_text (project_id, lang, line) VALUES (:project, :lang, :line)
ON CONFLICT (project_id, lang) DO UPDATE SET line = excluded.line;

-- statement: project_line_delete(project int, lang text) -> none
DELETE FROM funding_project_text WHERE project_id = :project AND lang = :lang;

-- statement: project_mark_insert(id int, project int, position int, file_key text, alt_fi text, alt_sv text, alt_en text) -> none
INSERT INTO funding_project_mark (id, project_id, position, file_key, alt_fi, alt_sv, alt_en)
VALUES (:id, :project, :position, :file_key, :alt_fi, :alt_sv, :alt_en);

-- statement: project_mark_delete(id int, project int) -> changes
DELETE FROM funding_project_mark WHERE id = :id AND project_id = :project;

-- statement: event_projects(event int) -> many {project_id int, key text, name text, register_number text?, project_code text?, funder text, starts_on text, ends_on text, per_cent int}
SELECT p.id AS project_id, p.key, p.name, p.register_number, p.project_code, p.funder, p.starts_on, p.ends_on, e.per_cent
  FROM event_project e JOIN funding_project p ON p.id = e.project_id WHERE e.event_id = :event ORDER BY e.per_cent DESC, p.id;

-- statement: event_project_lines(event int) -> many {project_id int, lang text, line text}
SELECT t.project_id, t.lang, t.line FROM event_project e JOIN funding_project_text t ON t.project_id = e.project_id WHERE e.event_id = :event;

-- statement: event_project_put(event int, project int, per_cent int) -> none
INSERT INTO event_project (event_id, project_id, per_cent) VALUES (:event, :project, :per_cent)
ON CONFLICT (event_id, project_id) DO UPDATE SET per_cent = excluded.per_cent;

-- statement: event_projects_clear(event int) -> none
DELETE FROM event_project WHERE event_id = :event;
