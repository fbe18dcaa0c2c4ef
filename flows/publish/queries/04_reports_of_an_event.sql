-- Which reports tell of one event, and what did each say? (the event that most reports tell of)
SELECT as_of, status_then, publisher, lang, report_title, url
FROM event_reports
WHERE event_id = (SELECT event_id FROM events ORDER BY report_count DESC, event_id LIMIT 1)
ORDER BY as_of, report_id
