-- Inserts; every seed runs them.

-- case: one row
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ${n1});
SELECT * FROM ${t} ORDER BY id;

-- case: one row, bound
-- params: ${pn1}
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ?);
SELECT ${o} FROM ${t} ORDER BY id;

-- case: executed repeatedly
-- params: ${pn1}
-- params: ${pn2}
INSERT INTO ${t} (${o}, ${ins}) VALUES (?, ${insv1});
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: bound with a cast
-- params: ${pn1}
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, CAST(? AS ${typ})) RETURNING ${o};

-- case: null
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, NULL);
-- params: ${pnull}
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ?);
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: several rows
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ${n1}), (${insv2}, ${n2}), (${insv3}, ${n3});
SELECT * FROM ${t} ORDER BY id;

-- case: several rows, bound, returning
-- params: ${pn1}, ${pn2}
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ?), (${insv2}, ?) RETURNING id, ${o};

-- case: returning star
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ${n1}) RETURNING *;
INSERT INTO ${t} AS u (${ins}, ${o}) VALUES (${insv2}, ${n2}) RETURNING u.*, u.${o} AS again;

-- case: returning expressions
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ${n1}) RETURNING ${o}::text, length(${o}::text), id > 0 AS pos;
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv2}, ${n2}) RETURNING ${t}.${o}, (SELECT count(*) FROM ${t}) AS n;
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv3}, ${n3}) RETURNING new.${o} AS n, old.${o} AS o;

-- case: without a column list
INSERT INTO ${t} VALUES (${row1});
INSERT INTO ${t} VALUES (102);
SELECT * FROM ${t} ORDER BY id;

-- case: without a column list, too many values
INSERT INTO ${t} VALUES (${row1}, 1);

-- case: from the table itself, without a column list
INSERT INTO ${t} SELECT * FROM ${t} WHERE false;
SELECT count(*) FROM ${t};

-- case: default keyword
INSERT INTO ${t} (id, ${ins}, ${o}) VALUES (DEFAULT, ${insv1}, ${n1}) RETURNING id, ${o};
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv2}, DEFAULT) RETURNING id, ${o};
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ${n2}), (${insv2}, DEFAULT) RETURNING id, ${o};

-- case: default values
INSERT INTO ${t} DEFAULT VALUES;
SELECT * FROM ${t} ORDER BY id;

-- case: column omitted
INSERT INTO ${t} (${ins}) VALUES (${insv1});
SELECT * FROM ${t} ORDER BY id;

-- case: from select
INSERT INTO ${t} (id, ${ins}, ${o}) SELECT 200, ${insv1}, ${n1};
INSERT INTO ${t} (id, ${ins}, ${o}) SELECT 201, ${insv2}, ${n2}::${typ} FROM ${r} WHERE id = 1 RETURNING *;
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: from values in a select
INSERT INTO ${t} (id, ${o}) SELECT a, b::${typ} FROM (VALUES (300, ${n1}), (301, ${n2})) AS v(a, b);
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: from a parenthesised select
INSERT INTO ${t} (id, ${o}) (SELECT 300, CAST(${n1} AS ${typ}));
SELECT ${o} FROM ${t} WHERE id = 300;

-- case: with in front
WITH v AS (SELECT CAST(${n1} AS ${typ}) AS x) INSERT INTO ${t} (id, ${ins}, ${o}) SELECT 300, ${insv1}, x FROM v RETURNING id, ${o};
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: with inside
INSERT INTO ${t} (id, ${o}) WITH v AS (SELECT CAST(${n1} AS ${typ}) AS x) SELECT 300, x FROM v;
SELECT ${o} FROM ${t} WHERE id = 300;

-- case: bound in a select
-- params: 300, ${pn1}, 1
INSERT INTO ${t} (id, ${o}) SELECT ?, CAST(? AS ${typ}) FROM ${r} WHERE id = ?;
SELECT ${o} FROM ${t} WHERE id = 300;

-- case: scalar subquery as value
INSERT INTO ${t} (id, ${ins}, ${o}) VALUES (300, ${insv1}, (SELECT CAST(${n1} AS ${typ})));
SELECT ${o} FROM ${t} WHERE id = 300;

-- case: expression as value
INSERT INTO ${t} (id, ${ins}, ${o}) VALUES (300, ${insv1}, CASE WHEN 1 = 1 THEN CAST(${n1} AS ${typ}) ELSE CAST(${n2} AS ${typ}) END) RETURNING ${o};
INSERT INTO ${t} (id, ${ins}, ${o}) VALUES (301, ${insv1}, coalesce(NULL, ${n2})) RETURNING ${o};

-- case: generated keys, all
-- keys: *
-- params: ${pn1}
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ?);

-- case: generated keys by name
-- keys: id
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ${n1});
-- keys: id,${o}
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv2}, ${n2});

-- case: generated keys of a batch
-- batch
-- keys: *
-- params: ${pn1}
-- params: ${pn2}
INSERT INTO ${t} (${ins}, ${o}) VALUES (${insv1}, ?);
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: batch
-- batch
-- params: 300, ${pn1}
-- params: 301, ${pn2}
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: batch that fails
-- batch
-- params: 300, ${pn1}
-- params: 300, ${pn2}
-- params: 302, ${pn2}
INSERT INTO ${t} (id, ${o}) VALUES (?, ?);
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: executeUpdate and executeLargeUpdate
-- method: update
INSERT INTO ${t} (id, ${o}) VALUES (300, ${n1});
-- method: large
INSERT INTO ${t} (id, ${o}) VALUES (301, ${n2});
-- method: query
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: several statements in one text
-- script
INSERT INTO ${t} (id, ${o}) VALUES (300, ${n1}); UPDATE ${t} SET ${num} = 77 WHERE id = 300; SELECT id, ${o} FROM ${t} WHERE id = 300;
\g

-- case: data-modifying with queries
WITH i AS (INSERT INTO ${t} (id, ${ins}, ${o}) VALUES (300, ${insv1}, ${n1}) RETURNING *) SELECT * FROM i;
WITH i AS (INSERT INTO ${t} (id, ${o}) VALUES (301, ${n2}) RETURNING id, ${o}) INSERT INTO ${r} (id, ${rfk}) SELECT 300, id FROM i;
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: comments inside
INSERT /* c */ INTO ${t} -- to
  (id, /* the */ ${o}) VALUES (300 /* ? */, ${n1} -- value
  );
SELECT ${o} FROM ${t} WHERE id = 300;

-- case: another table fed from this one
INSERT INTO ${r} (id, note) SELECT 100 + id, ${o}::text FROM ${t};
SELECT id, note FROM ${r} ORDER BY id;

-- case: on conflict on the key
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1}) ON CONFLICT DO NOTHING;
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (id) DO NOTHING;
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (id) DO UPDATE SET ${o} = excluded.${o};
INSERT INTO ${t} (id, ${o}) VALUES (2, ${n2}), (400, ${n3}) ON CONFLICT (id) DO UPDATE SET ${o} = excluded.${o}, ${num} = 1 RETURNING id, ${o};
SELECT * FROM ${t} ORDER BY id;

-- case: on conflict with an alias and a condition
INSERT INTO ${t} AS u (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (id) DO UPDATE SET ${o} = excluded.${o} WHERE u.${o} = ${v1};
INSERT INTO ${t} AS u (id, ${o}) VALUES (2, ${n2}) ON CONFLICT (id) DO UPDATE SET ${o} = excluded.${o} WHERE u.${o} IS DISTINCT FROM u.${o};
SELECT * FROM ${t} ORDER BY id;

-- case: on conflict keeps the old value
INSERT INTO ${t} AS u (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (id) DO UPDATE SET ${o} = u.${o} RETURNING *;
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (id) DO UPDATE SET ${num} = 3 RETURNING ${o};
SELECT * FROM ${t} ORDER BY id;

-- case: on conflict, row of columns
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (id) DO UPDATE SET (${o}, ${num}) = (excluded.${o}, 9);
INSERT INTO ${t} (id, ${o}) VALUES (2, ${n2}) ON CONFLICT (id) DO UPDATE SET (${o}, ${num}) = ROW(excluded.${o}, 9);
SELECT * FROM ${t} ORDER BY id;

-- case: on conflict, bound
-- params: 1, ${pn1}
INSERT INTO ${t} (id, ${o}) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET ${o} = excluded.${o};
-- params: 2, ${pn2}, ${pn1}
-- answers: 42704 ^people/contract-[a-z]+$|^people/(dual|coal|cut).*/new
INSERT INTO ${t} (id, ${o}) VALUES (?, ?) ON CONFLICT ON CONSTRAINT ${pkey} DO UPDATE SET ${o} = ?;
SELECT * FROM ${t} ORDER BY id;

-- case: on conflict, set to default
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (id) DO UPDATE SET ${o} = DEFAULT;
SELECT * FROM ${t} ORDER BY id;
