-- What fails must fail with the same SQLSTATE.

-- case: no such column
SELECT nonsense FROM ${t};
SELECT u.nonsense FROM ${t} u;
UPDATE ${t} SET nonsense = 1;
INSERT INTO ${t} (nonsense) VALUES (1);
SELECT id FROM ${t} ORDER BY nonsense;
INSERT INTO ${t} (id, ${o}) VALUES (300, ${n1}) RETURNING nonsense;

-- case: no such table
SELECT ${o} FROM nowhere;
SELECT nowhere.${o} FROM ${t};
SELECT x.${o} FROM ${t} u;
UPDATE nowhere SET ${o} = ${n1};
SELECT ${t}.${o} FROM ${t} u;

-- case: no such schema and function
SELECT ${o} FROM nowhere.${t};
SELECT nofunction(${o}) FROM ${t};
SELECT nofunction(u) FROM ${t} u;

-- case: ambiguous
SELECT ${o} FROM ${t} a, ${t} b;
SELECT id FROM ${t} u JOIN ${r} r ON r.${rfk} = u.id;
SELECT a.id FROM ${t} a, ${t} b WHERE ${o} = ${v1};

-- case: alias used twice
SELECT 1 FROM ${t} u, ${r} u;

-- case: syntax
SELEC ${o} FROM ${t};
SELECT ${o} FROM ${t} WHERE;
UPDATE ${t} SET ${o} = WHERE id = 1;
INSERT INTO ${t} (${o}) VALUES (${n1};
SELECT ${o} ${oth} ${num} FROM ${t};
DELETE ${t} WHERE ${o} = ${v1};

-- case: grouping
SELECT ${o}, count(*) FROM ${t};
SELECT ${o}, id FROM ${t} GROUP BY ${o};
SELECT id FROM ${t} GROUP BY ${o};
SELECT ${num} FROM ${t} GROUP BY ${num} ORDER BY ${o};
SELECT count(*) FROM ${t} WHERE count(*) > 1;
SELECT * FROM ${t} GROUP BY ${o};
SELECT ${num} FROM ${t} GROUP BY ${num} HAVING ${o} = ${v1};

-- case: distinct with order
SELECT DISTINCT ${num} FROM ${t} ORDER BY ${o};
SELECT DISTINCT ON (${o}) id FROM ${t} ORDER BY id;
SELECT ${o} FROM ${t} UNION SELECT ${o} FROM ${t} ORDER BY ${num};

-- case: columns and values
INSERT INTO ${t} (id, ${o}) VALUES (300);
INSERT INTO ${t} (id) VALUES (300, ${n1});
INSERT INTO ${t} (${o}, ${o}) VALUES (${n1}, ${n2});
UPDATE ${t} SET ${o} = ${n1}, ${o} = ${n2};
UPDATE ${t} SET (${o}, ${num}) = (${n1});
INSERT INTO ${t} (id, ${o}) SELECT 300;

-- case: key taken
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1});
UPDATE ${t} SET id = 1 WHERE id = 2;

-- case: not null of another column
INSERT INTO ${t} (id, ${o}) VALUES (NULL, ${n1});
UPDATE ${t} SET id = NULL WHERE ${o} = ${v1};

-- case: not null of the column
-- needs: notnull
INSERT INTO ${t} (${o}, ${ins}) VALUES (NULL, ${insv1});
UPDATE ${t} SET ${o} = NULL;
INSERT INTO ${t} (${ins}) VALUES (${insv1});

-- case: type mismatch
SELECT id FROM ${t} WHERE ${o} = ARRAY[1];
SELECT id FROM ${t} WHERE ${o} = point(1, 2);
SELECT id FROM ${t} WHERE ${o} = now();

-- case: type mismatch in a write
-- needs: free
UPDATE ${t} SET ${o} = ARRAY[1];
INSERT INTO ${t} (id, ${o}) VALUES (300, '{}'::int[]);
INSERT INTO ${t} (id, ${o}) SELECT 300, date '2024-01-02';
UPDATE ${t} SET ${o} = point(1, 1) WHERE id = 1;
MERGE INTO ${t} u USING (VALUES (1)) s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET ${o} = point(1, 2);
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (id) DO UPDATE SET ${o} = point(1, 2);
SELECT * FROM ${t} ORDER BY id;

-- case: an integer for the column
-- needs: free
INSERT INTO ${t} (id, ${o}) VALUES (300, 7);
INSERT INTO ${t} (id, ${o}) VALUES (301, 7.6);
INSERT INTO ${t} (id, ${o}) VALUES (302, true);
UPDATE ${t} SET ${o} = 8 WHERE id = 1;
-- params: 303, 7
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
-- params: 304, 7::int8
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
-- params: 305, 7.25
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
-- params: 306, true
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
-- params: 9, 1
UPDATE ${t} SET ${o} = ? WHERE id = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: a string for the column
-- needs: free
-- params: 303, '12'
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
-- params: '12', 1
UPDATE ${t} SET ${o} = ? WHERE id = ?;
-- params: '12'
SELECT id FROM ${t} WHERE ${o} = ?;
-- params: 12
SELECT id FROM ${t} WHERE ${o} = ?;

-- case: untyped
-- needs: free
-- params: 303, '12'::other
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
-- params: 304, null::null
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
-- params: '12'::other
SELECT id FROM ${t} WHERE ${o} = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: division by zero
SELECT 1 / (id - id), ${o} FROM ${t};
UPDATE ${t} SET ${o} = ${n1}, ${num} = 1 / 0 WHERE id = 1;
SELECT * FROM ${t} WHERE ${num} / 0 = 1;

-- case: subquery of several rows or columns
SELECT (SELECT ${o} FROM ${t});
SELECT (SELECT id, ${o} FROM ${t} WHERE id = 1);
UPDATE ${t} SET ${o} = (SELECT ${o} FROM ${t});
SELECT id FROM ${t} WHERE ${o} IN (SELECT id, ${o} FROM ${t});

-- case: set operations that do not fit
SELECT ${o} FROM ${t} UNION SELECT id, ${o} FROM ${t};
SELECT * FROM ${t} UNION SELECT id FROM ${t};
SELECT ${o} FROM ${t} UNION SELECT ARRAY[1];

-- case: locking where it is not allowed
SELECT count(${o}) FROM ${t} FOR UPDATE;
SELECT DISTINCT ${o} FROM ${t} FOR UPDATE;
SELECT r.id FROM ${r} r LEFT JOIN ${t} u ON u.id = r.${rfk} FOR UPDATE OF u;
SELECT ${o} FROM ${t} FOR UPDATE OF nowhere;

-- case: unclosed
SELECT '${o} FROM ${t};
SELECT "${o} FROM ${t};

-- case: parameters missing or too many
SELECT id FROM ${t} WHERE ${o} = ?;
-- params: 1, 2
SELECT ${o} FROM ${t} WHERE id = ?;

-- case: query for an update and update for a query
-- method: query
UPDATE ${t} SET ${o} = ${n1} WHERE id = 1;
-- method: update
SELECT ${o} FROM ${t};

-- case: a failed transaction stays failed
-- autocommit
-- fresh
BEGIN;
SELECT nonsense FROM ${t};
SELECT ${o} FROM ${t} WHERE id = 1;
ROLLBACK;
SELECT ${o} FROM ${t} WHERE id = 1;

-- case: window in where and aggregate nested
SELECT id FROM ${t} WHERE row_number() OVER (ORDER BY ${o}) = 1;
SELECT max(count(${o})) FROM ${t};

-- case: position out of range
SELECT ${o} FROM ${t} ORDER BY 2;
SELECT ${o} FROM ${t} GROUP BY 3;

-- case: lateral reference that is not allowed
SELECT * FROM ${t} u, (SELECT u.${o}) x;
SELECT * FROM (SELECT u.${o}) x, ${t} u;
