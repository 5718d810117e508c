-- A table that gets a new name.

-- case: named in all ways
SELECT public.persons.username FROM public.persons ORDER BY persons.id;
SELECT persons.* FROM persons ORDER BY id;
SELECT persons FROM persons WHERE false;
SELECT id FROM "persons" ORDER BY id;
SELECT p.id FROM persons AS p ORDER BY p.id;
UPDATE persons SET age = persons.age + 1 WHERE persons.id = 1;
DELETE FROM persons WHERE persons.id = 8;
INSERT INTO persons AS p (username) VALUES ('zoe') ON CONFLICT (username) DO UPDATE SET age = p.age;
SELECT * FROM persons ORDER BY id;

-- case: server-made ids
INSERT INTO persons (username) VALUES ('zoe') RETURNING id;
-- keys: id
INSERT INTO persons (username, age) VALUES ('yan', 1), ('xi', 2);
-- keys: *
INSERT INTO persons (username) VALUES ('wim');
INSERT INTO persons DEFAULT VALUES RETURNING *;
SELECT * FROM persons ORDER BY id;

-- case: foreign keys that point at it
INSERT INTO orders VALUES (10, 8, 1, 'ok');
INSERT INTO orders VALUES (11, 99, 1, 'no');
DELETE FROM persons WHERE id = 1;
UPDATE persons SET id = 100 WHERE id = 1;
INSERT INTO persons (id, username) VALUES (200, 'zoe');
INSERT INTO orders VALUES (12, 200, 1, 'ok');
SELECT * FROM orders ORDER BY id;

-- case: upsert and merge
INSERT INTO persons (id, username) VALUES (1, 'zoe'), (300, 'yan') ON CONFLICT (id) DO UPDATE SET username = excluded.username;
INSERT INTO persons (username) VALUES ('bob') ON CONFLICT DO NOTHING;
MERGE INTO persons p USING (VALUES (2, 'x'), (301, 'y')) s(k, v) ON p.id = s.k WHEN MATCHED THEN UPDATE SET username = s.v WHEN NOT MATCHED THEN INSERT (id, username) VALUES (s.k, s.v);
SELECT * FROM persons ORDER BY id;

-- case: keys and all rows
UPDATE persons SET id = 70 WHERE id = 7;
UPDATE persons SET id = id + 100 WHERE id > 4;
UPDATE persons SET username = id::text;
DELETE FROM orders;
DELETE FROM persons;
SELECT count(*) FROM persons;

-- case: truncate
TRUNCATE persons RESTART IDENTITY CASCADE;
INSERT INTO persons (username) VALUES ('zoe') RETURNING id;
SELECT * FROM persons;

-- case: violations
INSERT INTO persons (username) VALUES ('alice');
INSERT INTO persons (id) VALUES (1);
UPDATE persons SET username = 'bob' WHERE id = 1;
UPDATE persons SET id = NULL WHERE id = 7;
SELECT nothing FROM persons;
SELECT * FROM persons ORDER BY id;

-- case: locking
SELECT * FROM persons WHERE id = 1 FOR UPDATE;
SELECT p.username FROM persons p JOIN orders o ON o.user_id = p.id WHERE o.id = 1 FOR UPDATE OF p;

-- case: metadata
\columns public persons
\columns public p%s_ns
\tables public persons
\identifier public persons
\versions public persons
\grants public persons
\column-grants public persons
\unnamed keys public persons
\unnamed indexes public persons
\unnamed imported public orders
\unnamed exported public persons
\unnamed cross public persons
\describe SELECT * FROM persons
\parameters UPDATE persons SET age = ? WHERE username = ?

-- case: locks and statistics
LOCK persons;
LOCK TABLE ONLY persons, orders * IN SHARE MODE;
LOCK TABLE ONLY (public.persons) IN ACCESS SHARE MODE NOWAIT;
ANALYZE ONLY persons (id, age);
ANALYZE (VERBOSE false) orders, "persons" (age);
TRUNCATE ONLY persons, orders;
SELECT count(*) FROM persons;
