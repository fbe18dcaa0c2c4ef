-- stored
-- Who works with whom: pairs of organisations and countries that take part in the same events.
-- Each pair stands in both directions; a person counts for the body that he or she stands for.
WITH parties AS (
    SELECT DISTINCT e.event_id, e.event_type, e.status, e.date_start, coalesce(p.on_behalf_of, p.actor_id) AS actor_id
    FROM event_actors p
    JOIN events e USING (event_id)
    WHERE e.status <> 'cancelled'
)
SELECT
    a.actor_id,
    x.name AS actor_name,
    b.actor_id AS partner_id,
    y.name AS partner_name,
    y.kind AS partner_kind,
    y.country AS partner_country,
    count(*) AS events,
    count(*) FILTER (a.status = 'occurred') AS events_held,
    min(a.date_start) AS first_date,
    max(a.date_start) AS last_date,
    list_sort(list_distinct(list(a.event_type))) AS event_types
FROM parties a
JOIN parties b ON a.event_id = b.event_id AND a.actor_id <> b.actor_id
JOIN actors x ON x.actor_id = a.actor_id AND x.kind <> 'person'
JOIN actors y ON y.actor_id = b.actor_id AND y.kind <> 'person'
GROUP BY ALL
ORDER BY a.actor_id, events DESC, b.actor_id
