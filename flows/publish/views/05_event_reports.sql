-- stored
-- The reports that tell of each event, with what each said of its status and dates.
SELECT
    h.event_id,
    e.title_en,
    e.title_id,
    h.as_of,
    h.status AS status_then,
    h.date_start,
    h.date_end,
    r.report_id,
    r.publisher,
    r.lang,
    r.title AS report_title,
    r.url,
    r.syndication_id
FROM event_history h
JOIN events e USING (event_id)
JOIN reports r USING (report_id)
ORDER BY h.event_id, h.as_of, r.report_id
