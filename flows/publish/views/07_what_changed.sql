-- Events, actors and programmes that differ from the previous release, with their names.
SELECT
    c.table_name,
    c.op,
    c.record_id,
    coalesce(e.title_en, a.name, p.name) AS name,
    c.fields,
    c.previous_release
FROM changes c
LEFT JOIN events e ON c.table_name = 'events' AND e.event_id = c.record_id
LEFT JOIN actors a ON c.table_name = 'actors' AND a.actor_id = c.record_id
LEFT JOIN programmes p ON c.table_name = 'programmes' AND p.programme_id = c.record_id
WHERE c.table_name IN ('events', 'actors', 'programmes')
ORDER BY c.table_name, c.op, c.record_id
