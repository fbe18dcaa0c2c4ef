-- Which words of which reports stand behind an actor's name?
SELECT value, method, confidence, publisher, published_at, url
FROM evidence_sources
WHERE record_type = 'actors' AND record_id = 'bnpt' AND field = 'name'
ORDER BY published_at NULLS LAST, report_id, char_start
LIMIT 50
