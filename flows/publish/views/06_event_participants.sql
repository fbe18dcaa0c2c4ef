-- stored
-- Who takes part in each event, by name and role.
SELECT
    l.event_id,
    e.title_en,
    e.title_id,
    e.date_start,
    e.status,
    l.role,
    a.actor_id,
    a.name AS actor_name,
    a.kind,
    a.country,
    l.position_title,
    l.on_behalf_of
FROM event_actors l
JOIN events e USING (event_id)
JOIN actors a USING (actor_id)
ORDER BY a.actor_id, e.date_start NULLS LAST, l.event_id, l.role
