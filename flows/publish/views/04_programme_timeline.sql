-- stored
-- The events of every programme in the order of their dates, planned and held.
SELECT
    p.programme_id,
    p.name AS programme_name,
    e.date_start,
    e.date_end,
    e.date_precision,
    e.status,
    l.relation,
    e.event_type,
    e.title_en,
    e.title_id,
    e.event_id
FROM programmes p
JOIN event_programmes l USING (programme_id)
JOIN events e USING (event_id)
ORDER BY p.programme_id, e.date_start NULLS LAST, e.event_id
