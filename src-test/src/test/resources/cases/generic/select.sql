-- Reads that name the migrated column; every seed runs them.

-- case: by key
SELECT ${o} FROM ${t} WHERE id = 1;

-- case: by key, bound
-- params: 1
SELECT id, ${o} FROM ${t} WHERE id = ?;

-- case: all, in order of key
SELECT id, ${o}, ${oth} FROM ${t} ORDER BY id;

-- case: by value
SELECT id, ${o} FROM ${t} WHERE ${o} = ${v1};

-- case: by bound value
-- params: ${pv1}
-- params: ${pv2}
-- params: ${pn1}
-- params: ${pnull}
SELECT id, ${o} FROM ${t} WHERE ${o} = ?;

-- case: value not there
SELECT id FROM ${t} WHERE ${o} = ${n1};

-- case: qualified
SELECT ${t}.${o}, ${t}.id FROM ${t} WHERE ${t}.${o} = ${v2};

-- case: aliased
SELECT u.${o} FROM ${t} u WHERE u.${o} = ${v2};

-- case: aliased with AS, column renamed
SELECT u.${o} AS the_value FROM ${t} AS u ORDER BY u.id;

-- case: renamed without AS
SELECT u.${o} v FROM ${t} u ORDER BY u.id;

-- case: in list
SELECT id, ${o} FROM ${t} WHERE ${o} IN (${v1}, ${v2}, ${n1}) ORDER BY id;

-- case: in list bound
-- params: ${pv1}, ${pv2}
SELECT id, ${o} FROM ${t} WHERE ${o} IN (?, ?) ORDER BY id;

-- case: not in
SELECT id FROM ${t} WHERE ${o} NOT IN (${v1}, ${v2}) ORDER BY id;

-- case: in subquery
SELECT id FROM ${t} WHERE ${o} IN (SELECT ${o} FROM ${t} WHERE id < 3) ORDER BY id;

-- case: any array
SELECT id FROM ${t} WHERE ${o} = ANY (ARRAY[${v1}, ${v2}]::${typ}[]) ORDER BY id;

-- case: greater and between
SELECT id FROM ${t} WHERE ${o} > ${v1} ORDER BY id;
SELECT id FROM ${t} WHERE ${o} BETWEEN ${v1} AND ${v2} ORDER BY id;
SELECT id FROM ${t} WHERE ${o} >= ${v1} AND ${o} <= ${v3} ORDER BY id;
SELECT id FROM ${t} WHERE NOT ${o} < ${v2} ORDER BY id;

-- case: is null
SELECT id FROM ${t} WHERE ${o} IS NULL ORDER BY id;
SELECT id FROM ${t} WHERE ${o} IS NOT NULL ORDER BY id;

-- case: distinct from
SELECT id FROM ${t} WHERE ${o} IS DISTINCT FROM ${v1} ORDER BY id;
SELECT id FROM ${t} WHERE ${o} IS NOT DISTINCT FROM NULL ORDER BY id;

-- case: not and is true
SELECT id FROM ${t} WHERE NOT (${o} = ${v1}) ORDER BY id;
SELECT id FROM ${t} WHERE (${o} = ${v1}) IS FALSE ORDER BY id;
SELECT id FROM ${t} WHERE (${o} = ${v1}) IS NOT TRUE ORDER BY id;
SELECT id, ${o} = ${v1} AS eq, ${o} <> ${v1} AS ne FROM ${t} ORDER BY id;

-- case: row comparison
SELECT id FROM ${t} WHERE (id, ${o}) = (1, ${v1});
SELECT id FROM ${t} WHERE (${o}, id) IN ((${v1}, 1), (${v2}, 2), (${v1}, 2)) ORDER BY id;
SELECT id FROM ${t} WHERE (${o}, id) > (${v1}, 0) ORDER BY id;

-- case: order by name
SELECT id, ${o} FROM ${t} ORDER BY ${o}, id;

-- case: order by name descending nulls last
SELECT id, ${o} FROM ${t} ORDER BY ${o} DESC NULLS LAST, id;

-- case: order by position
SELECT ${o}, id FROM ${t} ORDER BY 1, 2;

-- case: order by label
SELECT ${o} AS k, id FROM ${t} ORDER BY k, id;

-- case: order by qualified
SELECT u.id FROM ${t} u ORDER BY u.${o}, u.id;

-- case: order by expression
SELECT id FROM ${t} ORDER BY ${o}::text || 'x', id;

-- case: order by something that is not shown, limited
SELECT id FROM ${t} ORDER BY ${o}, id LIMIT 3;
SELECT id, ${o} FROM ${t} ORDER BY ${o}, id LIMIT 2 OFFSET 1;
SELECT id, ${o} FROM ${t} ORDER BY ${o}, id OFFSET 2 ROWS FETCH NEXT 2 ROWS ONLY;
SELECT id, ${o} FROM ${t} ORDER BY ${o} FETCH FIRST 1 ROW WITH TIES;
-- params: 2, 1
SELECT id, ${o} FROM ${t} ORDER BY ${o}, id LIMIT ? OFFSET ?;

-- case: order by using
SELECT id, ${o} FROM ${t} ORDER BY ${o} USING <, id;

-- case: a label that shadows
SELECT id AS ${o}, ${o} AS id FROM ${t} ORDER BY ${t}.id;

-- case: an output name wins over a column in order by
SELECT -id AS ${o} FROM ${t} ORDER BY ${o};

-- case: an input name wins over a label in group by
SELECT count(*) AS ${o} FROM ${t} GROUP BY ${o} ORDER BY 1;

-- case: expressions and their labels
SELECT ${o}::text FROM ${t} WHERE id = 1;
SELECT CAST(${o} AS text) FROM ${t} WHERE id = 1;
SELECT (${o}) FROM ${t} WHERE id = 1;
SELECT coalesce(${o}, ${n1}) FROM ${t} WHERE id = 1;
SELECT CASE WHEN ${o} = ${v1} THEN 'one' ELSE 'other' END FROM ${t} ORDER BY id;
SELECT nullif(${o}, ${v1}) FROM ${t} ORDER BY id;
SELECT ${o}::text || '-' || id FROM ${t} ORDER BY id;
SELECT (SELECT ${o} FROM ${t} WHERE id = 1);
SELECT (SELECT u.${o} FROM ${t} u WHERE u.id = ${t}.id) FROM ${t} ORDER BY id;
SELECT ARRAY(SELECT ${o} FROM ${t} ORDER BY id);
SELECT greatest(${o}, ${v2}), least(${o}, ${v2}) FROM ${t} ORDER BY id;
SELECT EXISTS (SELECT 1 FROM ${t} WHERE ${o} = ${v1});
SELECT length(${o}::text), concat(${o}, '/', id), format('%s', ${o}) FROM ${t} ORDER BY id;
SELECT quote_literal(${o}), to_json(${o}), pg_typeof(${o}) FROM ${t} ORDER BY id;

-- case: selected twice
SELECT ${o}, ${o}, u.${o} AS again FROM ${t} u ORDER BY id;

-- case: aggregates
SELECT count(${o}), count(DISTINCT ${o}), count(*) FROM ${t};
SELECT min(${o}::text), max(${o}::text) FROM ${t};
SELECT string_agg(${o}::text, ',' ORDER BY id) FROM ${t};
SELECT array_agg(${o} ORDER BY ${o} DESC, id) FROM ${t};
SELECT json_agg(${o} ORDER BY id), jsonb_object_agg(id, ${o}) FROM ${t};
SELECT count(*) FILTER (WHERE ${o} = ${v1}) FROM ${t};
SELECT bool_or(${o} = ${v1}) FROM ${t};

-- case: group by
SELECT ${o}, count(*) FROM ${t} GROUP BY ${o} ORDER BY ${o};
SELECT ${o}, count(*) FROM ${t} GROUP BY 1 ORDER BY 1;
SELECT u.${o}, max(u.id) FROM ${t} u GROUP BY u.${o} HAVING count(*) >= 1 ORDER BY max(u.id);
SELECT ${o}::text AS k, count(*) FROM ${t} GROUP BY k ORDER BY k;
SELECT id, ${o} FROM ${t} GROUP BY id ORDER BY id;
SELECT u.id, u.${o}, count(r.id) FROM ${t} u LEFT JOIN ${r} r ON r.${rfk} = u.id GROUP BY u.id ORDER BY u.id;
SELECT count(*) FROM ${t} GROUP BY ${o} HAVING ${o} = ${v1};
SELECT count(*) FROM ${t} GROUP BY DISTINCT ROLLUP (${o}), ROLLUP (${o}) ORDER BY 1;

-- case: grouping sets
SELECT ${o}, grouping(${o}), count(*) FROM ${t} GROUP BY ROLLUP (${o}) ORDER BY 2, 1;
SELECT ${o}, ${num}, count(*) FROM ${t} GROUP BY CUBE (${o}, ${num}) ORDER BY 1 NULLS FIRST, 2 NULLS FIRST, 3;
SELECT ${o}, ${num}, count(*) FROM ${t} GROUP BY GROUPING SETS ((${o}), (${num}), ()) ORDER BY 1, 2, 3;

-- case: distinct
SELECT DISTINCT ${o} FROM ${t} ORDER BY ${o};
SELECT DISTINCT ${o}, ${num} FROM ${t};
SELECT DISTINCT ON (${o}) ${o}, id FROM ${t} ORDER BY ${o}, id DESC;
SELECT DISTINCT ON (${num}) ${num}, ${o} FROM ${t} ORDER BY ${num}, ${o}, id;
SELECT ALL ${o} FROM ${t} ORDER BY id;

-- case: windows
SELECT id, row_number() OVER (ORDER BY ${o}, id) FROM ${t} ORDER BY id;
SELECT id, ${o}, lag(${o}) OVER (ORDER BY id), first_value(${o}) OVER w FROM ${t} WINDOW w AS (PARTITION BY ${num} ORDER BY id) ORDER BY id;
SELECT id, count(*) OVER (PARTITION BY ${o}) FROM ${t} ORDER BY id;
SELECT id, ${o}, rank() OVER (ORDER BY ${o}) AS r FROM ${t} ORDER BY r, id;
SELECT ${o}, sum(id) OVER (ORDER BY ${o}, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM ${t} ORDER BY ${o}, id;

-- case: joins
SELECT u.${o}, r.id FROM ${t} u JOIN ${r} r ON r.${rfk} = u.id ORDER BY r.id;
SELECT u.${o}, r.id FROM ${t} u LEFT JOIN ${r} r ON r.${rfk} = u.id ORDER BY u.id, r.id;
SELECT u.${o}, r.id FROM ${t} u RIGHT JOIN ${r} r ON r.${rfk} = u.id ORDER BY r.id;
SELECT u.${o}, r.id FROM ${t} u FULL JOIN ${r} r ON r.${rfk} = u.id ORDER BY r.id, u.id;
SELECT u.${o}, r.id FROM ${t} u CROSS JOIN ${r} r ORDER BY u.id, r.id;
SELECT u.${o}, r.id FROM ${t} u, ${r} r WHERE r.${rfk} = u.id ORDER BY r.id;
SELECT ${o}, r.id FROM ${t} INNER JOIN ${r} r ON (r.${rfk} = ${t}.id) ORDER BY r.id;

-- case: self joins
SELECT a.${o}, b.${o} FROM ${t} a JOIN ${t} b ON a.id = b.id - 1 ORDER BY a.id;
SELECT a.id, b.id FROM ${t} a JOIN ${t} b ON a.${o} = b.${o} ORDER BY a.id, b.id;
SELECT a.id, b.id FROM ${t} a JOIN ${t} b USING (${o}) ORDER BY a.id, b.id;
SELECT ${o}, a.id, b.id FROM ${t} a LEFT JOIN ${t} b USING (${o}, id) ORDER BY a.id;
SELECT j.${o}, a.id FROM ${t} a JOIN ${t} b USING (${o}) AS j ORDER BY a.id, b.id;
SELECT count(*) FROM ${t} a NATURAL JOIN ${t} b;
SELECT a.${o} FROM ${t} a FULL JOIN ${t} b USING (${o}) ORDER BY a.id, b.id;

-- case: join with a derived table on the value
SELECT u.id, d.n FROM ${t} u JOIN (SELECT ${o}, count(*) AS n FROM ${t} GROUP BY ${o}) d ON d.${o} = u.${o} ORDER BY u.id;
SELECT d.${o} FROM (SELECT ${o}, id FROM ${t}) d ORDER BY d.id;
SELECT * FROM (SELECT ${o}, id FROM ${t}) d ORDER BY d.id;
SELECT d.x FROM (SELECT ${o}, id FROM ${t}) AS d(x, y) ORDER BY d.y;
SELECT ${o} FROM (SELECT * FROM ${t}) d ORDER BY id;
SELECT d.${o} FROM (SELECT u.* FROM ${t} u) d WHERE d.${o} = ${v1};

-- case: lateral
SELECT u.id, l.x FROM ${t} u, LATERAL (SELECT u.${o} AS x) l ORDER BY u.id;
SELECT u.id, l.${o} FROM ${t} u LEFT JOIN LATERAL (SELECT b.${o} FROM ${t} b WHERE b.id < u.id ORDER BY b.id DESC LIMIT 1) l ON true ORDER BY u.id;
SELECT u.id, f.c FROM ${t} u CROSS JOIN LATERAL (SELECT count(*) AS c FROM ${r} WHERE ${rfk} = u.id AND u.${o} IS NOT NULL) f ORDER BY u.id;
SELECT u.id, g FROM ${t} u, generate_series(1, 2) g ORDER BY u.id, g;

-- case: correlated subqueries
SELECT id FROM ${t} u WHERE EXISTS (SELECT 1 FROM ${r} WHERE ${rfk} = u.id AND u.${o} = ${v1});
SELECT id, (SELECT count(*) FROM ${t} b WHERE b.${o} <= u.${o}) FROM ${t} u ORDER BY id;
SELECT id FROM ${r} r WHERE (SELECT ${o} FROM ${t} WHERE id = r.${rfk}) = ${v1} ORDER BY id;
SELECT r.id, (SELECT ${o} FROM ${t} WHERE ${t}.id = r.${rfk}) AS name FROM ${r} r ORDER BY r.id;
SELECT id FROM ${t} WHERE ${o} = (SELECT min(${o}::text) FROM ${t})::${typ} ORDER BY id;
SELECT id FROM ${t} WHERE ${o} >= ALL (SELECT ${o} FROM ${t} WHERE ${o} IS NOT NULL) ORDER BY id;
SELECT id FROM ${t} u WHERE (id, ${o}) IN (SELECT id, ${o} FROM ${t} WHERE id > 2) ORDER BY id;

-- case: an outer column seen from a subquery over a table that has the new name
SELECT u.id FROM ${t} u WHERE EXISTS (SELECT 1 FROM ${s} s WHERE s.user_id = u.id AND u.${o} IS NOT NULL) ORDER BY u.id;
SELECT s.id, (SELECT ${o} FROM ${t} WHERE ${t}.id = s.user_id) FROM ${s} s ORDER BY s.id;

-- case: common table expressions
WITH x AS (SELECT id, ${o} FROM ${t}) SELECT ${o} FROM x WHERE id = 2;
WITH x(a, b) AS (SELECT id, ${o} FROM ${t}) SELECT b FROM x WHERE a = 2;
WITH x AS MATERIALIZED (SELECT * FROM ${t}) SELECT id, ${o} FROM x ORDER BY id;
WITH x AS NOT MATERIALIZED (SELECT * FROM ${t}) SELECT count(${o}) FROM x;
WITH a AS (SELECT ${o} FROM ${t} WHERE id = 1), b AS (SELECT ${o} FROM a) SELECT * FROM b;
WITH a AS (SELECT id FROM ${t} WHERE ${o} = ${v1}) SELECT u.${o} FROM ${t} u JOIN a USING (id);
WITH RECURSIVE w(id, ${o}, depth) AS (SELECT id, ${o}, 1 FROM ${t} WHERE id = 1 UNION ALL SELECT u.id, u.${o}, w.depth + 1 FROM ${t} u JOIN w ON u.id = w.id + 1) SELECT * FROM w ORDER BY id;
WITH RECURSIVE w AS (SELECT id, ${o} FROM ${t} WHERE id = 1 UNION SELECT u.id, u.${o} FROM ${t} u JOIN w ON u.id = w.id + 1 AND w.${o} IS NOT NULL) SELECT ${o} FROM w ORDER BY id;
WITH RECURSIVE w AS (SELECT id, ${o} FROM ${t} WHERE id = 1 UNION ALL SELECT u.id, u.${o} FROM ${t} u JOIN w ON u.id = w.id + 1) SEARCH DEPTH FIRST BY id SET ordering SELECT id, ${o} FROM w ORDER BY ordering;

-- case: a common table expression with the table's name
WITH ${t} AS (SELECT 1 AS id, 'shadow'::text AS ${o}) SELECT ${o} FROM ${t};
WITH ${t} AS (SELECT id, 'shadow' AS ${o}, ${o} AS real FROM ${t}) SELECT ${o}, real FROM ${t} ORDER BY id;
SELECT x.${o} FROM (WITH ${t} AS (SELECT 7 AS ${o}) SELECT ${o} FROM ${t}) x;
WITH a AS (SELECT count(*) AS n FROM ${t}), ${t} AS (SELECT 5 AS ${o}) SELECT a.n, ${t}.${o} FROM a, ${t};

-- case: set operations
SELECT ${o} FROM ${t} WHERE id = 1 UNION SELECT ${o} FROM ${t} WHERE id = 2 ORDER BY ${o};
SELECT ${o} FROM ${t} UNION ALL SELECT ${o} FROM ${t} ORDER BY 1;
SELECT id, ${o} FROM ${t} EXCEPT SELECT id, ${o} FROM ${t} WHERE id > 3 ORDER BY 1;
SELECT ${o} FROM ${t} INTERSECT SELECT ${o} FROM ${t} WHERE id < 3 ORDER BY 1;
(SELECT ${o}, id FROM ${t} ORDER BY id LIMIT 1) UNION ALL (SELECT ${o}, id FROM ${t} ORDER BY id DESC LIMIT 1) ORDER BY id;
SELECT ${o} AS v FROM ${t} WHERE id = 1 UNION ALL SELECT ${v2} ORDER BY v;
SELECT * FROM (SELECT id, ${o} FROM ${t} UNION SELECT id, ${o} FROM ${t}) x ORDER BY id;

-- case: values joined
SELECT u.id, v.n FROM ${t} u JOIN (VALUES (${v1}, 1), (${v2}, 2)) AS v(k, n) ON u.${o} = v.k::${typ} ORDER BY u.id;

-- case: locking
SELECT id, ${o} FROM ${t} WHERE id = 1 FOR UPDATE;
SELECT id, ${o} FROM ${t} WHERE ${o} = ${v1} FOR NO KEY UPDATE;
SELECT u.${o}, r.id FROM ${t} u JOIN ${r} r ON r.${rfk} = u.id ORDER BY r.id FOR SHARE OF u;
SELECT u.${o} FROM ${t} u ORDER BY u.${o}, u.id LIMIT 1 FOR UPDATE SKIP LOCKED;
SELECT u.${o} FROM ${t} AS u WHERE u.id = 2 FOR KEY SHARE NOWAIT;
SELECT ${o} FROM ${t} ORDER BY id FOR UPDATE OF ${t};

-- case: tablesample
SELECT id, ${o} FROM ${t} TABLESAMPLE SYSTEM (100) ORDER BY id;
SELECT u.${o} FROM ${t} u TABLESAMPLE BERNOULLI (100) REPEATABLE (1) ORDER BY u.id;

-- case: only and star
SELECT ${o} FROM ONLY ${t} ORDER BY id;
SELECT ${o} FROM ONLY (${t}) ORDER BY id;
SELECT ${o} FROM ${t} * ORDER BY id;

-- case: explain
-- anyrows
EXPLAIN SELECT ${o} FROM ${t} WHERE ${o} = ${v1};
-- anyrows
EXPLAIN (COSTS OFF, FORMAT JSON) SELECT * FROM ${t};
-- anyrows
EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) UPDATE ${t} SET ${o} = ${n1} WHERE id = 1;
SELECT ${o} FROM ${t} WHERE id = 1;

-- case: comments and layout
SELECT /* the ${o} */ ${o} -- of a row
FROM /*+ SeqScan(u) */ ${t} /* nested /* comment */ */ WHERE id = 1;
select	${o}
	from
 ${t}
where id=1;
SELECT ${o},'${o}' AS s,$$${o}$$ AS d,$q$it's ${o}$q$ AS q FROM ${t} WHERE id=1;

-- case: dollar quotes and escapes
SELECT E'a\'b' AS e, U&'d\0061t' AS u, ${o} FROM ${t} WHERE id = 1;
-- params: 1
SELECT '?' AS q, "id" AS "a?b", ${o} FROM ${t} WHERE id = ? /* ? */;
-- params: 1
SELECT ${o}, jsonb '{"a":1}' ?? 'a' AS has FROM ${t} WHERE id = ?;

-- case: jdbc escapes
SELECT {fn ucase(${o}::text)} AS up, {d '2024-02-03'} AS d FROM ${t} WHERE id = 1;
SELECT u.${o} FROM {oj ${t} u LEFT OUTER JOIN ${r} r ON r.${rfk} = u.id} WHERE u.id = 1;

-- case: casts of parameters
-- params: ${pv1}, 1
SELECT id, ${o} FROM ${t} WHERE ${o} = ?::${typ} AND id >= ?;
-- params: ${pv1}
SELECT id FROM ${t} WHERE CAST(? AS ${typ}) = ${o};
-- params: ${pnull}, ${pv1}
SELECT id FROM ${t} WHERE ${o} = coalesce(CAST(? AS ${typ}), CAST(? AS ${typ}));
-- params: 5, ${pv1}, 6
SELECT ?::int AS a, id FROM ${t} WHERE ${o} = ? AND id < ?::int;

-- case: fetch size
-- fetch: 2
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: max rows
-- maxrows: 3
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: no rows, still labels and types
SELECT id, ${o}, ${oth} FROM ${t} WHERE false;

-- case: mentioned in a join condition only
SELECT r.id FROM ${r} r JOIN ${t} u ON u.id = r.${rfk} AND u.${o} = ${v1} ORDER BY r.id;

-- case: a function in from over the table
SELECT x FROM ${t}, unnest(ARRAY[${o}::text, 'y']) AS x WHERE id = 1;
SELECT u.id, x.ord FROM ${t} u, unnest(ARRAY[u.${o}]) WITH ORDINALITY AS x(v, ord) ORDER BY u.id, x.ord;

-- case: case, in, between and arrays nested deeply
SELECT id FROM ${t} WHERE CASE WHEN ${o} IN (SELECT ${o} FROM ${t} WHERE id BETWEEN 1 AND 3) THEN ${o} = ANY (SELECT ${o} FROM ${t} WHERE id = 1) ELSE ${o} IS NULL END ORDER BY id;
SELECT ARRAY[${o}::text, 'x'], ROW(${o}, id), (ARRAY[${o}])[1] FROM ${t} ORDER BY id;
