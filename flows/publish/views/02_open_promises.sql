-- stored
-- Announced, not yet reported as held: planned, postponed and unconfirmed events, the most overdue first.
SELECT
    e.event_id,
    e.status,
    e.event_type,
    e.title_en,
    e.title_id,
    e.date_start,
    e.date_end,
    e.date_precision,
    e.first_reported AS announced,
    (SELECT as_of FROM release_info) - e.date_end AS days_overdue,
    e.report_count
FROM events e
WHERE e.status IN ('planned', 'postponed', 'unconfirmed')
ORDER BY days_overdue DESC NULLS LAST, e.event_id
