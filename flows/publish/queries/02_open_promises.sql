-- Which announced events have not been reported as held?
SELECT event_id, status, title_en, date_start, days_overdue
FROM open_promises
ORDER BY days_overdue DESC NULLS LAST, event_id
LIMIT 50
