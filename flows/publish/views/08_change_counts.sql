-- stored
-- How many records of each table differ from the previous release, in what way, and in which columns.
SELECT table_name, op, count(*) AS records, list_sort(list_distinct(flatten(list(fields)))) AS fields
FROM changes
GROUP BY table_name, op
ORDER BY table_name, op
