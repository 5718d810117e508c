SELECT * FROM tenk1

SELECT t.* FROM ONLY tenk1 AS t WHERE t.unique1 < 10 ORDER BY 1 LIMIT 5

TABLE int4_tbl

SELECT unique1, count(*) FROM onek GROUP BY unique1 HAVING count(*) > 1 ORDER BY unique1 DESC

SELECT two, sum(unique1) OVER (PARTITION BY two ORDER BY unique1 ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM tenk1

SELECT two, four, sum(unique1) FROM tenk1 GROUP BY GROUPING SETS ((two), (four), ())

SELECT two, four, sum(ten) FROM tenk1 GROUP BY ROLLUP (two, four)

SELECT DISTINCT ON (two) two, unique1 FROM tenk1 ORDER BY two, unique1

SELECT a.f1, b.f1 FROM int4_tbl a JOIN int4_tbl b USING (f1)

SELECT * FROM int4_tbl a NATURAL JOIN int4_tbl b

SELECT * FROM j1_tbl LEFT JOIN j2_tbl USING (i) WHERE k IS NULL

SELECT ii, tt, kk FROM (j1_tbl CROSS JOIN j2_tbl) AS tx (ii, jj, tt, ii2, kk)

SELECT x.q1, y.f1 FROM int8_tbl x, LATERAL (SELECT f1 FROM int4_tbl WHERE f1 < x.q1) y

SELECT (SELECT max(f1) FROM int4_tbl i WHERE i.f1 < o.f1) FROM int4_tbl o

SELECT f1 FROM int4_tbl WHERE f1 IN (SELECT q1 FROM int8_tbl) OR EXISTS (SELECT 1 FROM emp WHERE age = f1)

SELECT f1 FROM int4_tbl UNION ALL SELECT q1 FROM int8_tbl EXCEPT SELECT unique1 FROM onek ORDER BY 1

WITH RECURSIVE r (n) AS (SELECT f1 FROM int4_tbl UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r

WITH int4_tbl AS (SELECT q2 AS f1 FROM int8_tbl) SELECT f1 FROM int4_tbl

WITH moved AS (DELETE FROM source RETURNING sid, delta) INSERT INTO target SELECT sid, delta FROM moved

WITH w AS MATERIALIZED (SELECT name FROM emp) SELECT * FROM w, w AS v WHERE w.name = v.name

SELECT row_to_json(t) FROM int8_tbl t

SELECT count(t) FROM tenk1 t TABLESAMPLE SYSTEM (50) REPEATABLE (0)

SELECT unique1 FROM tenk1 FOR UPDATE OF tenk1 SKIP LOCKED

SELECT CASE f1 WHEN 0 THEN 'zero' ELSE f1::text END FROM int4_tbl

SELECT f1 BETWEEN 1 AND 2, f1 NOT IN (1, 2), f1 IS DISTINCT FROM NULL, f1 = ANY (ARRAY[1, 2]) FROM int4_tbl

SELECT array(SELECT f1 FROM int4_tbl), row(f1, f1), (f1, f1) < (1, 2) FROM int4_tbl

SELECT e.name || E'\n' || U&'d\0061t' || $q$it's$q$ FROM emp e

SELECT f1 FROM U&"int4\005Ftbl" WHERE "f1" = 1

SELECT /* a /* nested */ comment */ f1 -- and a line
FROM public . int4_tbl

SELECT generate_series(1, f1) FROM int4_tbl OFFSET 1 ROWS

SELECT * FROM int4_tbl ORDER BY f1 USING > NULLS LAST FETCH FIRST 2 ROWS WITH TIES

SELECT * FROM generate_series(1, 3) WITH ORDINALITY AS g (a, b), ROWS FROM (generate_series(1, 2), generate_series(3, 4)) AS r (c, d)

SELECT * FROM json_table('[1]', '$[*]' COLUMNS (a int PATH '$')) j, int4_tbl WHERE j.a = f1

SELECT extract(year FROM now()), position('a' IN stringu1), substring(stringu1 FROM 1 FOR 2), overlay(stringu1 PLACING 'x' FROM 1) FROM tenk1

SELECT '{"a": 1}'::jsonb ?? 'a', '{"a": 1}'::jsonb ->> 'a', 1 OPERATOR(pg_catalog.+) 2

SELECT count(*) FILTER (WHERE f1 > 0), string_agg(f1::text, ',' ORDER BY f1) FROM int4_tbl

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY f1) FROM int4_tbl

SELECT f1 AT TIME ZONE 'UTC' FROM text_tbl

SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v (n, s) JOIN int4_tbl ON n = f1

SELECT unique1 INTO copied FROM tenk1

VALUES (1, (SELECT max(f1) FROM int4_tbl)), (2, 3)

SELECT f1 FROM int4_tbl WHERE f1 = ? AND ? < f1 ORDER BY ? LIMIT ?

INSERT INTO int4_tbl VALUES (1), (?), (DEFAULT)

INSERT INTO int4_tbl DEFAULT VALUES

INSERT INTO int8_tbl (q2, q1) SELECT f1, f1 + ? FROM int4_tbl RETURNING *

INSERT INTO insertconflicttest VALUES (1, 'Apple') ON CONFLICT (key) DO UPDATE SET fruit = excluded.fruit WHERE insertconflicttest.key <> 2 RETURNING key

INSERT INTO insertconflicttest AS i (key, fruit) VALUES (?, ?) ON CONFLICT DO NOTHING

INSERT INTO insertconflicttest VALUES (1, 'b') ON CONFLICT ON CONSTRAINT pk DO UPDATE SET (key, fruit) = (SELECT excluded.key, 'x')

INSERT INTO target OVERRIDING SYSTEM VALUE VALUES (1, 2) RETURNING old.tid, new.tid

UPDATE emp SET salary = salary + 1, name = upper(name) WHERE age > ? RETURNING name AS n

UPDATE update_test AS t SET (a, b) = (b, a), c = DEFAULT FROM int4_tbl i WHERE i.f1 = t.a

UPDATE update_test SET (b, a) = (SELECT q1, q2 FROM int8_tbl LIMIT 1) WHERE CURRENT OF c

UPDATE ONLY update_test SET a = (ROW(1)).f1 WHERE a = (SELECT min(a) FROM update_test)

DELETE FROM emp e USING source s WHERE e.age = s.sid RETURNING e.*

DELETE FROM ONLY target WHERE tid IS NULL OR balance <> ALL (SELECT delta FROM source)

MERGE INTO target t USING source AS s ON t.tid = s.sid WHEN MATCHED AND t.balance > 5 THEN UPDATE SET balance = t.balance + s.delta WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.sid, s.delta) RETURNING merge_action(), t.*

MERGE INTO target USING (SELECT * FROM source WHERE sid > ?) s ON tid = sid WHEN NOT MATCHED BY SOURCE THEN DO NOTHING WHEN NOT MATCHED BY TARGET THEN INSERT (balance, tid) VALUES (delta, sid)

SELECT (t).unique1, (t).* FROM tenk1 t

SELECT t.tableoid::regclass, t.ctid, t.xmin FROM emp t

SELECT xmlelement(name foo, xmlattributes(f1 AS a), f1) FROM int4_tbl

SELECT cast(f1 AS numeric(10, 2)) COLLATE "C", f1::int4[][], interval '1' day FROM text_tbl

(SELECT f1 FROM int4_tbl ORDER BY f1 LIMIT 1) UNION (SELECT q1 FROM int8_tbl) INTERSECT TABLE int4_tbl

SELECT f1 FROM int4_tbl WINDOW w AS (ORDER BY f1)

WITH t AS (SELECT 1) SELECT (WITH t AS (SELECT f1 FROM int4_tbl LIMIT 1) SELECT * FROM t), * FROM t

WITH RECURSIVE t (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t) SEARCH DEPTH FIRST BY n SET s CYCLE n SET c USING p SELECT * FROM t
