-- stored
-- The words behind every value with the report that they stand in, the oldest report first.
SELECT
    v.record_type,
    v.record_id,
    v.field,
    v.value,
    v.quote,
    v.method,
    v.confidence,
    v.char_start,
    v.char_end,
    v.report_id,
    r.publisher,
    r.lang,
    r.published_at,
    r.title AS report_title,
    r.url
FROM evidence v
JOIN reports r USING (report_id)
ORDER BY v.record_type, v.record_id, v.field, r.published_at NULLS LAST, v.report_id, v.char_start, v.char_end, v.value, v.method
