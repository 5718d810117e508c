-- Statements that show or use the whole shape of the table without naming the migrated column.

-- case: star
SELECT * FROM ${t} ORDER BY id;

-- case: star by key
-- params: 1
SELECT * FROM ${t} WHERE id = ?;

-- case: qualified star
SELECT ${t}.* FROM ${t} ORDER BY id;
SELECT u.* FROM ${t} u ORDER BY u.id;
SELECT u.*, u.id AS again FROM ${t} u ORDER BY u.id;
SELECT 1 AS one, *, 2 AS two FROM ${t} ORDER BY id;

-- case: star of a join
SELECT * FROM ${t} u JOIN ${r} r ON r.${rfk} = u.id ORDER BY r.id;
SELECT r.*, u.* FROM ${t} u JOIN ${r} r ON r.${rfk} = u.id ORDER BY r.id;
SELECT * FROM ${r} r LEFT JOIN ${t} u ON u.id = r.${rfk} ORDER BY r.id;
SELECT u.* FROM ${r} r LEFT JOIN ${t} u ON u.id = r.${rfk} ORDER BY r.id;

-- case: table command
TABLE ${t};
TABLE ${t} ORDER BY id LIMIT 2;
SELECT * FROM (TABLE ${t}) x ORDER BY id;

-- case: star of a derived table and of a with query
SELECT * FROM (SELECT * FROM ${t}) d ORDER BY id;
WITH x AS (SELECT * FROM ${t}) SELECT * FROM x ORDER BY id;
WITH x AS (TABLE ${t}) SELECT x.* FROM x ORDER BY id;
SELECT d.* FROM (SELECT u.*, 1 AS one FROM ${t} u) d ORDER BY id;

-- case: natural join with the table that has the new names
SELECT count(*) FROM ${t} NATURAL JOIN ${s};
SELECT * FROM ${t} NATURAL JOIN ${s} ORDER BY id;
SELECT * FROM ${t} NATURAL LEFT JOIN ${s} ORDER BY id;

-- case: using
SELECT * FROM ${t} JOIN ${s} USING (id) ORDER BY id;
SELECT * FROM ${s} JOIN ${t} USING (id) ORDER BY id;
SELECT * FROM ${t} a JOIN ${t} b USING (id) ORDER BY id;
SELECT * FROM ${t} a NATURAL JOIN ${t} b ORDER BY id;

-- case: set operations over stars
SELECT * FROM ${t} UNION SELECT * FROM ${t} ORDER BY id;
SELECT * FROM ${t} WHERE id < 3 UNION ALL SELECT * FROM ${t} WHERE id > 3 ORDER BY id;
SELECT * FROM ${t} EXCEPT SELECT * FROM ${t} WHERE id = 1 ORDER BY id;

-- case: star in a subquery
SELECT id FROM ${t} u WHERE EXISTS (SELECT * FROM ${r} WHERE ${rfk} = u.id) ORDER BY id;
SELECT count(*) FROM (SELECT DISTINCT * FROM ${t}) x;
SELECT id FROM ${r} WHERE EXISTS (SELECT * FROM ${t} WHERE id = ${rfk}) ORDER BY id;
SELECT (SELECT count(*) FROM (SELECT * FROM ${t} LIMIT 2) x);

-- case: whole rows as json
SELECT row_to_json(u) FROM ${t} u ORDER BY id;
SELECT to_jsonb(u) FROM ${t} u ORDER BY id;
SELECT json_agg(u ORDER BY id) FROM ${t} u;
SELECT to_json(${t}) FROM ${t} ORDER BY id;
SELECT row_to_json(x) FROM (SELECT * FROM ${t}) x ORDER BY id;
SELECT jsonb_agg(to_jsonb(u) - 'id' ORDER BY id) FROM ${t} u;

-- case: whole rows counted and tested
SELECT count(u) FROM ${t} u;
SELECT count(u) FROM ${r} r LEFT JOIN ${t} u ON u.id = r.${rfk};
SELECT r.id, u IS NULL AS n, u IS NOT NULL AS nn FROM ${r} r LEFT JOIN ${t} u ON u.id = r.${rfk} ORDER BY r.id;
SELECT r.id, row_to_json(u) FROM ${r} r LEFT JOIN ${t} u ON u.id = r.${rfk} ORDER BY r.id;

-- case: whole rows as text
SELECT u::text FROM ${t} u ORDER BY id;
SELECT md5(u::text) FROM ${t} u ORDER BY id;
SELECT ROW(u.*)::text FROM ${t} u ORDER BY id;

-- case: whole rows compared
SELECT a.id FROM ${t} a JOIN ${t} b ON a = b ORDER BY a.id;
SELECT a.id FROM ${t} a JOIN ${t} b ON a.* IS NOT DISTINCT FROM b.* ORDER BY a.id;
SELECT DISTINCT u.* FROM ${t} u ORDER BY id;

-- case: column alias lists
SELECT * FROM ${t} AS x(${alias}) ORDER BY 1;
SELECT x.${oalias} FROM ${t} AS x(${alias}) ORDER BY x.c1;
SELECT x.first, x.* FROM ${t} AS x(first) ORDER BY 1;
SELECT first FROM ${t} x(first) ORDER BY first;
SELECT c1, ${oalias} FROM (SELECT * FROM ${t}) AS x(${alias}) ORDER BY 1;
WITH x(${alias}) AS (SELECT * FROM ${t}) SELECT ${oalias} FROM x ORDER BY c1;

-- case: too many aliases
SELECT * FROM ${t} AS x(${alias}, one_too_many);

-- case: the new name is not ambiguous
SELECT ${n} FROM ${t} u JOIN ${s} s ON s.user_id = u.id ORDER BY s.id;
SELECT ${n}, s.id FROM ${s} s, ${t} u WHERE s.user_id = u.id ORDER BY s.id;
SELECT s.id FROM ${s} s JOIN ${t} u ON s.user_id = u.id WHERE ${n} IS NOT NULL ORDER BY s.id;
SELECT count(*) FROM ${s} s LEFT JOIN ${t} u ON s.user_id = u.id GROUP BY ${n} ORDER BY 1;

-- case: the new name is not captured by an inner table
SELECT s.id FROM ${s} s WHERE EXISTS (SELECT 1 FROM ${t} u WHERE u.id = s.user_id AND ${n} IS NOT NULL) ORDER BY s.id;
SELECT s.id, (SELECT ${n} FROM ${t} u WHERE u.id = s.user_id) FROM ${s} s ORDER BY s.id;
SELECT s.id FROM ${s} s WHERE ${n} IN (SELECT ${n} FROM ${t}) ORDER BY s.id;

-- case: the new name as a label
SELECT id AS ${n} FROM ${t} ORDER BY ${n} DESC;
SELECT count(*) AS ${n} FROM ${t} GROUP BY ${num} ORDER BY ${n}, ${num};
SELECT ${n} FROM (SELECT id AS ${n} FROM ${t}) x ORDER BY ${n};
WITH ${n} AS (SELECT id FROM ${t}) SELECT * FROM ${n} ORDER BY id;
SELECT ${n}.id FROM ${t} AS ${n} ORDER BY ${n}.id;
SELECT g AS ${n} FROM ${t}, generate_series(1, 2) g WHERE id = 1 ORDER BY ${n};

-- case: composite access
SELECT (u).id FROM ${t} u ORDER BY 1;
SELECT (u).${o} FROM ${t} u ORDER BY u.id;
SELECT (u).* FROM ${t} u ORDER BY u.id;
-- refused: ^(?!move|people)
SELECT (x.u).${o} FROM (SELECT u FROM ${t} u) x ORDER BY (x.u).id;

-- case: unmapped columns only
SELECT id, ${oth}, ${num} FROM ${t} WHERE ${num} > 20 ORDER BY ${num}, id;
SELECT max(${num}), count(*) FROM ${t};
SELECT ${num}, count(*) FROM ${t} GROUP BY ${num} ORDER BY 1;

-- case: unmapped tables only
SELECT * FROM ${r} ORDER BY id;
SELECT * FROM ${s} ORDER BY id;
SELECT ${n} FROM ${s} ORDER BY id;
UPDATE ${s} SET ${n} = NULL WHERE id = 1;
INSERT INTO ${s} (id, ${n}) SELECT 50, ${n} FROM ${s} WHERE id = 2;
DELETE FROM ${s} WHERE ${n} IS NULL;

-- case: metadata
\describe SELECT * FROM ${t};
\describe SELECT u.*, r.id FROM ${t} u JOIN ${r} r ON r.${rfk} = u.id;

-- case: count star
SELECT count(*) FROM ${t};
SELECT count(*), count(1), sum(1) FROM ${t} WHERE id > 1;
SELECT FROM ${t};
SELECT 1 FROM ${t} LIMIT 1;

-- case: aggregates over stars
SELECT array_agg(u.id ORDER BY u.id) FROM (SELECT * FROM ${t}) u;
SELECT count(*) FROM (SELECT * FROM ${t} a, ${t} b) x(${alias});

-- case: no blanks around a star
SELECT*FROM ${t};
SELECT*FROM ${t} WHERE id=1;
SELECT count(*)FROM(SELECT*FROM ${t})x;
DELETE FROM ${t} WHERE id=2 RETURNING*;
