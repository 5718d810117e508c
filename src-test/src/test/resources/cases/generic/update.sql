-- Updates; every seed runs them.

-- case: literal
UPDATE ${t} SET ${o} = ${n1} WHERE id = 1;
SELECT * FROM ${t} ORDER BY id;

-- case: bound
-- params: ${pn1}, 1
UPDATE ${t} SET ${o} = ? WHERE id = ?;
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: executed repeatedly
-- params: ${pn1}, 1
-- params: ${pn2}, 2
-- params: ${pn2}, 999
UPDATE ${t} SET ${o} = ? WHERE id = ?;
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: null
UPDATE ${t} SET ${o} = NULL WHERE id = 1;
-- params: ${pnull}, 2
UPDATE ${t} SET ${o} = ? WHERE id = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: by value
UPDATE ${t} SET ${num} = 5 WHERE ${o} = ${v1};
UPDATE ${t} SET ${o} = ${n1} WHERE ${o} = ${v1};
UPDATE ${t} SET ${o} = ${n2} WHERE ${o} = ${v1};
SELECT * FROM ${t} ORDER BY id;

-- case: by bound value
-- params: ${pn1}, ${pv1}
UPDATE ${t} SET ${o} = ? WHERE ${o} = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: unmapped column only
UPDATE ${t} SET ${num} = 1;
UPDATE ${t} SET ${num} = ${num} + 1, ${oth} = 'm' WHERE id < 4;
SELECT * FROM ${t} ORDER BY id;

-- case: several columns
UPDATE ${t} SET ${num} = 7, ${o} = ${n1}, ${oth} = 'new' WHERE id = 1;
-- params: 8, ${pn2}, 'p', 2
UPDATE ${t} SET ${num} = ?, ${o} = ?, ${oth} = ? WHERE id = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: to itself
UPDATE ${t} SET ${o} = ${o};
UPDATE ${t} SET ${o} = ${t}.${o}, ${num} = 1 WHERE id = 1;
SELECT * FROM ${t} ORDER BY id;

-- case: to the same value
UPDATE ${t} SET ${o} = ${v1} WHERE id = 1;
SELECT * FROM ${t} ORDER BY id;

-- case: aliased
UPDATE ${t} u SET ${o} = ${n1} WHERE u.id = 1;
UPDATE ${t} AS u SET ${o} = ${n2} WHERE u.${o} = ${v2} AND u.id = 2;
SELECT * FROM ${t} ORDER BY id;

-- case: only
UPDATE ONLY ${t} SET ${o} = ${n1} WHERE id = 1;
UPDATE ${t} * SET ${o} = ${n2} WHERE id = 2;
SELECT * FROM ${t} ORDER BY id;

-- case: from
UPDATE ${t} u SET ${o} = ${n1} FROM ${r} r WHERE r.${rfk} = u.id AND r.id = 1;
UPDATE ${t} SET ${o} = v.x::${typ} FROM (VALUES (1, ${n1}), (2, ${n2})) AS v(k, x) WHERE ${t}.id = v.k;
UPDATE ${t} a SET ${num} = b.id FROM ${t} b WHERE b.${o} = a.${o};
SELECT * FROM ${t} ORDER BY id;

-- case: from the table itself
UPDATE ${t} a SET ${oth} = b.${o}::text FROM ${t} b WHERE b.id = a.id + 1;
SELECT * FROM ${t} ORDER BY id;

-- case: row of columns
UPDATE ${t} SET (${o}, ${num}) = (${n1}, 3) WHERE id = 1;
UPDATE ${t} SET (${num}, ${o}) = ROW(4, ${n2}) WHERE id = 2;
UPDATE ${t} SET (${o}, ${num}) = (SELECT CAST(${n3} AS ${typ}), 5) WHERE id = 3;
SELECT * FROM ${t} ORDER BY id;

-- case: row of columns, bound
-- params: ${pn1}, 3, 1
UPDATE ${t} SET (${o}, ${num}) = (?, ?) WHERE id = ?;
-- params: ${pn2}, 2
UPDATE ${t} SET (${o}) = ROW(?) WHERE id = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: correlated row subquery
UPDATE ${t} u SET (${num}, ${o}) = (SELECT count(*), u.${o} FROM ${r} WHERE ${rfk} = u.id) WHERE id IN (1, 2);
SELECT * FROM ${t} ORDER BY id;

-- case: default
UPDATE ${t} SET ${o} = DEFAULT WHERE id = 1;
UPDATE ${t} SET (${o}, ${num}) = (DEFAULT, DEFAULT) WHERE id = 2;
SELECT * FROM ${t} ORDER BY id;

-- case: scalar subquery
UPDATE ${t} SET ${o} = (SELECT CAST(${n1} AS ${typ})) WHERE id = 1;
UPDATE ${t} u SET ${oth} = (SELECT b.${o}::text FROM ${t} b WHERE b.id = u.id) WHERE id = 2;
UPDATE ${r} SET note = (SELECT ${o}::text FROM ${t} WHERE ${t}.id = ${r}.${rfk});
SELECT * FROM ${t} ORDER BY id;
SELECT * FROM ${r} ORDER BY id;

-- case: expression over the column
UPDATE ${t} SET ${o} = CASE WHEN ${o} = ${v1} THEN CAST(${n1} AS ${typ}) ELSE ${o} END;
UPDATE ${t} SET ${o} = coalesce(${o}, ${n2}) WHERE id < 4;
SELECT * FROM ${t} ORDER BY id;

-- case: the other column from this one
UPDATE ${t} SET ${oth} = ${o}::text;
SELECT * FROM ${t} ORDER BY id;

-- case: returning
UPDATE ${t} SET ${o} = ${n1} WHERE id = 1 RETURNING *;
UPDATE ${t} SET ${num} = 2 WHERE id = 2 RETURNING id, ${o};
UPDATE ${t} u SET ${o} = ${n2} FROM ${r} r WHERE r.${rfk} = u.id AND r.id = 3 RETURNING u.id, u.${o}, r.id AS rid;
UPDATE ${t} u SET ${num} = 2 FROM ${r} r WHERE r.${rfk} = u.id AND r.id = 3 RETURNING *;
UPDATE ${t} SET ${o} = ${n3} WHERE id = 3 RETURNING old.${o} AS before, new.${o} AS after;
UPDATE ${t} SET ${num} = 4 WHERE id = 3 RETURNING WITH (OLD AS o, NEW AS n) o.${num}, n.${o};
UPDATE ${t} SET ${num} = 4 WHERE id = 3 RETURNING old.*, new.id AS nid;

-- case: generated keys of an update
-- keys: *
UPDATE ${t} SET ${o} = ${n1} WHERE id = 1;
-- keys: ${o}
UPDATE ${t} SET ${o} = ${n2} WHERE id = 2;

-- case: batch
-- batch
-- params: ${pn1}, 1
-- params: ${pn2}, 2
-- params: ${pn2}, 999
UPDATE ${t} SET ${o} = ? WHERE id = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: where in subquery
UPDATE ${t} SET ${o} = ${n1} WHERE id IN (SELECT ${rfk} FROM ${r} WHERE id = 1);
UPDATE ${t} SET ${num} = 0 WHERE ${o} IN (SELECT ${o} FROM ${t} WHERE id > 2);
UPDATE ${t} u SET ${num} = -1 WHERE EXISTS (SELECT 1 FROM ${s} s WHERE s.user_id = u.id AND u.${o} IS NOT NULL);
SELECT * FROM ${t} ORDER BY id;

-- case: with in front
WITH x AS (SELECT id FROM ${t} WHERE ${o} = ${v1}) UPDATE ${t} SET ${o} = ${n1} FROM x WHERE x.id = ${t}.id RETURNING ${t}.id, ${o};
WITH x AS (UPDATE ${t} SET ${o} = ${n2} WHERE id = 2 RETURNING *) SELECT * FROM x;
WITH x AS (UPDATE ${t} SET ${o} = ${n3} WHERE id = 3 RETURNING id, ${o}) UPDATE ${r} SET note = x.${o}::text FROM x WHERE ${rfk} = x.id;
SELECT * FROM ${t} ORDER BY id;

-- case: no rows
UPDATE ${t} SET ${o} = ${n1} WHERE id = 999;
UPDATE ${t} SET ${o} = ${n1} WHERE false RETURNING *;

-- case: the key changes with the value
UPDATE ${t} SET id = id + 1000, ${o} = ${n1} WHERE id = 5 RETURNING id, ${o};
SELECT * FROM ${t} ORDER BY id;

-- case: current of a cursor
DECLARE c CURSOR FOR SELECT id, ${o} FROM ${t} WHERE id = 1 FOR UPDATE;
FETCH 1 FROM c;
UPDATE ${t} SET ${o} = ${n1} WHERE CURRENT OF c;
CLOSE c;
SELECT * FROM ${t} ORDER BY id;

-- case: twice in one transaction
UPDATE ${t} SET ${o} = ${n1} WHERE id = 1;
UPDATE ${t} SET ${o} = ${n2} WHERE ${o} = ${n1};
SELECT * FROM ${t} ORDER BY id;

-- case: insert, update, delete, insert
INSERT INTO ${t} (id, ${o}) VALUES (300, ${n1});
UPDATE ${t} SET ${o} = ${n2} WHERE ${o} = ${n1};
DELETE FROM ${t} WHERE ${o} = ${n2};
INSERT INTO ${t} (id, ${o}) VALUES (300, ${n3});
SELECT * FROM ${t} ORDER BY id;

-- case: comments inside
UPDATE /* a */ ${t} -- b
SET ${o} /* c */ = /* ? */ ${n1} WHERE id /* d */ = 1 -- e
;
SELECT * FROM ${t} ORDER BY id;

-- case: to another row's value and a subquery on the same table
UPDATE ${t} SET ${oth} = (SELECT string_agg(${o}::text, ',' ORDER BY id) FROM ${t}) WHERE id = 1;
SELECT ${oth} FROM ${t} WHERE id = 1;

-- case: committed on its own
-- autocommit
UPDATE ${t} SET ${o} = ${n1} WHERE id = 1;
-- params: ${pn2}, 2
UPDATE ${t} SET ${o} = ? WHERE id = ?;
INSERT INTO ${t} (id, ${o}) VALUES (300, ${n3});
SELECT * FROM ${t} ORDER BY id;
