-- The new application, which knows only the new names; the plain side is the finished schema.

-- case: star
SELECT * FROM ${t} ORDER BY id;
SELECT u.* FROM ${t} u ORDER BY u.id;
TABLE ${t};
SELECT row_to_json(u) FROM ${t} u ORDER BY id;
SELECT count(*) FROM ${t} NATURAL JOIN ${r};

-- case: read
SELECT id, ${n} FROM ${t} ORDER BY id;
SELECT u.${n} AS v FROM ${t} u WHERE u.id = 1;
SELECT id FROM ${t} WHERE ${n} = ${nv1} ORDER BY id;
SELECT id FROM ${t} WHERE ${n} IN (${nv1}, ${nv2}) ORDER BY id;
SELECT id FROM ${t} WHERE ${n} IS NULL ORDER BY id;
SELECT id FROM ${t} WHERE NOT (${n} = ${nv1}) ORDER BY id;
SELECT id FROM ${t} WHERE ${n} IS DISTINCT FROM ${nv1} ORDER BY id;
SELECT id FROM ${t} WHERE ${n} > ${nv1} ORDER BY id;
SELECT id, ${n} FROM ${t} ORDER BY ${n}, id;
SELECT id FROM ${t} ORDER BY ${n} DESC, id LIMIT 2;
SELECT ${n}, count(*) FROM ${t} GROUP BY ${n} ORDER BY ${n};
SELECT DISTINCT ${n} FROM ${t} ORDER BY 1;
SELECT ${n}::text FROM ${t} ORDER BY id;
SELECT a.id, b.id FROM ${t} a JOIN ${t} b USING (${n}) ORDER BY a.id, b.id;
SELECT u.${n}, r.id FROM ${t} u JOIN ${r} r ON r.${rfk} = u.id ORDER BY r.id;
SELECT id FROM ${t} WHERE ${n} = (SELECT ${n} FROM ${t} WHERE id = 2) ORDER BY id;
WITH x AS (SELECT * FROM ${t}) SELECT ${n} FROM x ORDER BY id;
-- params: ${pnv1}
SELECT id, ${n} FROM ${t} WHERE ${n} = ? ORDER BY id;

-- case: insert
INSERT INTO ${t} (id, ${n}) VALUES (300, ${nn1});
-- params: 301, ${pnn1}
INSERT INTO ${t} (id, ${n}) VALUES (?, ?);
INSERT INTO ${t} (id, ${n}) VALUES (302, ${nn2}) RETURNING *;
SELECT * FROM ${t} ORDER BY id;

-- case: insert null or nothing
-- stages: !dual-write-half, !coalesce-half
INSERT INTO ${t} (id, ${n}) VALUES (300, NULL);
INSERT INTO ${t} (id) VALUES (301);
SELECT * FROM ${t} ORDER BY id;

-- case: update
UPDATE ${t} SET ${n} = ${nn1} WHERE id = 1;
-- params: ${pnn1}, 2
UPDATE ${t} SET ${n} = ? WHERE id = ?;
UPDATE ${t} SET ${n} = ${nn2} WHERE ${n} = ${nv2} RETURNING id, ${n};
UPDATE ${t} SET ${n} = ${n};
UPDATE ${t} SET ${num} = 3 WHERE id = 4;
SELECT * FROM ${t} ORDER BY id;

-- case: update to null
-- answers: 00000 ^newcol/.*-half
UPDATE ${t} SET ${n} = NULL WHERE id = 1;

-- case: delete
DELETE FROM ${r};
DELETE FROM ${t} WHERE ${n} = ${nv1};
DELETE FROM ${t} WHERE id = 5 RETURNING *;
SELECT * FROM ${t} ORDER BY id;

-- case: upsert and merge
INSERT INTO ${t} (id, ${n}) VALUES (1, ${nn1}) ON CONFLICT (id) DO UPDATE SET ${n} = excluded.${n};
MERGE INTO ${t} u USING (VALUES (2), (300)) s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${n} = ${nn2} WHEN NOT MATCHED THEN INSERT (id, ${n}) VALUES (s.k, ${nv1});
SELECT * FROM ${t} ORDER BY id;

-- case: batch and keys
-- batch
-- params: 300, ${pnn1}
-- params: 301, ${pnn1}
INSERT INTO ${t} (id, ${n}) VALUES (?, ?);
-- keys: *
INSERT INTO ${t} (id, ${n}) VALUES (310, ${nn2});
SELECT * FROM ${t} ORDER BY id;
