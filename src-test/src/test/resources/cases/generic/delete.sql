-- Deletes and merges; every seed runs them.

-- case: by key
DELETE FROM ${t} WHERE id = 5;
SELECT * FROM ${t} ORDER BY id;

-- case: by value
DELETE FROM ${r};
DELETE FROM ${t} WHERE ${o} = ${v3};
-- params: ${pv2}
DELETE FROM ${t} WHERE ${o} = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: by something else than the value
DELETE FROM ${r};
DELETE FROM ${t} u WHERE u.${o} IS NULL OR u.${o} <> ${v1};
SELECT * FROM ${t} ORDER BY id;

-- case: all
DELETE FROM ${r};
DELETE FROM ${t};
SELECT count(*) FROM ${t};

-- case: using
DELETE FROM ${r} USING ${t} u WHERE u.id = ${rfk} AND u.${o} = ${v1};
DELETE FROM ${r} r USING ${t} u WHERE u.id = r.${rfk} AND u.${o} IN (${v2}) RETURNING r.id, u.${o};
SELECT * FROM ${r} ORDER BY id;

-- case: using the table itself
DELETE FROM ${r};
DELETE FROM ${t} a USING ${t} b WHERE a.id = b.id + 1 AND b.${o} = ${v1} RETURNING a.id, a.${o}, b.${o} AS other;

-- case: returning
DELETE FROM ${t} WHERE id = 5 RETURNING *;
DELETE FROM ${t} u WHERE id = 6 RETURNING u.${o}, u.id AS k;
DELETE FROM ${t} WHERE id = 7 RETURNING old.${o} AS was, new.${o} AS gone;

-- case: with queries
WITH d AS (DELETE FROM ${t} WHERE id = 5 RETURNING *) SELECT * FROM d;
WITH d AS (DELETE FROM ${t} WHERE id = 6 RETURNING id, ${o}) INSERT INTO ${r} (id, note) SELECT id + 100, ${o}::text FROM d;
SELECT * FROM ${r} ORDER BY id;
SELECT * FROM ${t} ORDER BY id;

-- case: moved within the table
WITH d AS (DELETE FROM ${t} WHERE id = 5 RETURNING *) INSERT INTO ${t} (id, ${o}) SELECT 500, CAST(${n1} AS ${typ}) FROM d;
SELECT * FROM ${t} ORDER BY id;

-- case: only
DELETE FROM ONLY ${t} WHERE id = 5;
SELECT count(*) FROM ${t};

-- case: subqueries
DELETE FROM ${t} WHERE id NOT IN (SELECT ${rfk} FROM ${r} WHERE ${rfk} IS NOT NULL) AND ${o} IN (SELECT ${o} FROM ${t} WHERE id = 5);
DELETE FROM ${r} WHERE EXISTS (SELECT 1 FROM ${t} WHERE ${t}.id = ${rfk} AND ${o} = ${v1});
SELECT * FROM ${r} ORDER BY id;

-- case: still referenced
DELETE FROM ${t} WHERE id = 1;

-- case: generated keys
-- keys: *
DELETE FROM ${t} WHERE id = 5;

-- case: batch
-- batch
-- params: 5
-- params: 6
-- params: 999
DELETE FROM ${t} WHERE id = ?;
SELECT id FROM ${t} ORDER BY id;

-- case: current of a cursor
DECLARE c CURSOR FOR SELECT id, ${o} FROM ${t} WHERE id = 5;
FETCH NEXT FROM c;
DELETE FROM ${t} WHERE CURRENT OF c;
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: truncate
TRUNCATE ${r}, ${t};
SELECT count(*) FROM ${t};

-- case: truncate cascade
TRUNCATE ${t} RESTART IDENTITY CASCADE;
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ${n1}) RETURNING id, ${o};

-- case: truncate what is referenced
TRUNCATE ${t};

-- case: merge, update
MERGE INTO ${t} u USING ${r} r ON r.${rfk} = u.id AND r.id = 1 WHEN MATCHED THEN UPDATE SET ${o} = ${n1};
SELECT * FROM ${t} ORDER BY id;

-- case: merge, update and insert
MERGE INTO ${t} u USING (VALUES (1, ${n1}), (300, ${n2})) AS s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${o} = s.v::${typ}, ${num} = 1 WHEN NOT MATCHED THEN INSERT (id, ${o}) VALUES (s.k, s.v::${typ});
SELECT * FROM ${t} ORDER BY id;

-- case: merge, delete and do nothing
MERGE INTO ${t} AS u USING (VALUES (5), (6), (300)) AS s(k) ON u.id = s.k WHEN MATCHED AND u.id = 5 THEN DELETE WHEN MATCHED THEN DO NOTHING WHEN NOT MATCHED THEN DO NOTHING;
SELECT * FROM ${t} ORDER BY id;

-- case: merge, condition on the value
MERGE INTO ${t} u USING ${t} s ON u.id = s.id WHEN MATCHED AND u.${o} = ${v1} THEN UPDATE SET ${o} = ${n1} WHEN MATCHED AND s.${o} = ${v2} THEN UPDATE SET ${num} = 2;
SELECT * FROM ${t} ORDER BY id;

-- case: merge, not matched by source
MERGE INTO ${t} u USING ${r} r ON r.${rfk} = u.id WHEN NOT MATCHED BY SOURCE AND u.id = 5 THEN DELETE WHEN NOT MATCHED BY SOURCE THEN UPDATE SET ${num} = 0, ${o} = u.${o} WHEN NOT MATCHED BY TARGET THEN DO NOTHING;
SELECT * FROM ${t} ORDER BY id;

-- case: merge, returning
MERGE INTO ${t} u USING (VALUES (1, ${n1}), (300, ${n2})) AS s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${o} = s.v::${typ} WHEN NOT MATCHED THEN INSERT (id, ${o}) VALUES (s.k, s.v::${typ}) RETURNING merge_action(), u.id, u.${o};
MERGE INTO ${t} u USING (VALUES (2)) AS s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${num} = 1 RETURNING u.*;
MERGE INTO ${t} u USING (VALUES (2)) AS s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${o} = ${n3} RETURNING old.${o} AS o, new.${o} AS n;

-- case: merge, bound
-- params: 1, ${pn1}
-- params: 300, ${pn2}
MERGE INTO ${t} u USING (SELECT ?::int AS k, CAST(? AS ${typ}) AS v) s ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${o} = s.v WHEN NOT MATCHED THEN INSERT (id, ${o}) VALUES (s.k, s.v);
SELECT * FROM ${t} ORDER BY id;

-- case: merge, row assignment and default
MERGE INTO ${t} u USING (VALUES (1)) AS s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET (${o}, ${num}) = (${n1}, 2);
MERGE INTO ${t} u USING (VALUES (1)) AS s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${o} = DEFAULT;
SELECT * FROM ${t} ORDER BY id;

-- case: merge, insert default values
-- refused: ^default/(dual-write|coalesce|cutover)
MERGE INTO ${t} u USING (VALUES (700)) AS s(k) ON u.id = s.k WHEN NOT MATCHED THEN INSERT DEFAULT VALUES;

-- case: merge, insert without a column list
MERGE INTO ${t} u USING (VALUES (101)) AS s(k) ON u.id = s.k WHEN NOT MATCHED THEN INSERT VALUES (${row1});
SELECT * FROM ${t} ORDER BY id;

-- case: merge, with in front and only
WITH s AS (SELECT id AS k FROM ${t} WHERE ${o} = ${v1}) MERGE INTO ONLY ${t} u USING s ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${o} = ${n1};
SELECT * FROM ${t} ORDER BY id;

-- case: merge into another table from this one
MERGE INTO ${r} r USING ${t} u ON u.id = r.${rfk} WHEN MATCHED AND u.${o} = ${v1} THEN UPDATE SET note = u.${o}::text WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, note) VALUES (100 + u.id, u.${o}::text);
SELECT * FROM ${r} ORDER BY id;
