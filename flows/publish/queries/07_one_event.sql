-- All that is known of one event. (the event reported last)
SELECT *
FROM events
WHERE event_id = (SELECT max(event_id) FROM events WHERE last_reported = (SELECT max(last_reported) FROM events))
