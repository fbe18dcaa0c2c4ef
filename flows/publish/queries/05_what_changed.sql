-- What changed since the previous release?
SELECT table_name, op, count(*) AS records, list_sort(list_distinct(flatten(list(fields)))) AS fields
FROM what_changed
GROUP BY table_name, op
ORDER BY table_name, op
