-- Which words of which reports stand behind an actor's name?
SELECT v.value, v.method, v.confidence, r.publisher, r.published_at, r.url
FROM evidence v
JOIN reports r USING (report_id)
WHERE v.record_type = 'actors' AND v.record_id = 'bnpt' AND v.field = 'name'
ORDER BY r.published_at NULLS LAST, v.report_id, v.char_start
LIMIT 50
