-- stored
-- Events that one report announced and a later report told of as held.
SELECT
    e.event_id,
    e.event_type,
    e.title_en,
    e.title_id,
    e.date_start,
    min(h.as_of) FILTER (h.status IN ('planned', 'postponed')) AS announced,
    min(h.as_of) FILTER (h.status = 'occurred') AS reported_held,
    e.report_count
FROM events e
JOIN event_history h USING (event_id)
WHERE e.status = 'occurred'
GROUP BY ALL
HAVING count(*) FILTER (h.status IN ('planned', 'postponed')) > 0 AND count(*) FILTER (h.status = 'occurred') > 0
ORDER BY e.date_start NULLS LAST, e.event_id
