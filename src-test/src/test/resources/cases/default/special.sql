-- A sequence feeds the column: evaluated twice, the numbers would run ahead.

-- case: omitted
INSERT INTO users (email) VALUES ('a') RETURNING id, code;
INSERT INTO users (email) VALUES ('b'), ('c') RETURNING id, code;
INSERT INTO users (email) SELECT 'd' || g FROM generate_series(1, 3) g RETURNING code;
INSERT INTO users DEFAULT VALUES RETURNING *;
INSERT INTO users VALUES (300, 'e') RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: default keyword
INSERT INTO users (email, code) VALUES ('a', DEFAULT) RETURNING code;
INSERT INTO users (email, code) VALUES ('a', 7), ('b', DEFAULT), ('c', DEFAULT) RETURNING email, code;
UPDATE users SET code = DEFAULT WHERE id = 1 RETURNING code;
UPDATE users SET (code, age) = (DEFAULT, 3) WHERE id = 2 RETURNING code, age;
SELECT currval('codes'), nextval('codes');

-- case: explicit and from the sequence
INSERT INTO users (code) VALUES (nextval('codes')) RETURNING code;
UPDATE users SET code = nextval('codes') WHERE id = 1 RETURNING code;
INSERT INTO users (code) SELECT nextval('codes') FROM users RETURNING code;
SELECT currval('codes');

-- case: conflict and merge
INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET code = excluded.code RETURNING code;
INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET code = DEFAULT RETURNING code;
MERGE INTO users u USING (VALUES (1)) s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET code = DEFAULT RETURNING u.code;
SELECT currval('codes');

-- case: merge that inserts the default
-- refused: dual-write|coalesce|cutover
MERGE INTO users u USING (VALUES (300)) s(k) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (id) VALUES (s.k) RETURNING u.code;

-- case: bound
-- params: 'a'
-- params: 'b'
INSERT INTO users (email) VALUES (?) RETURNING code;
-- batch
-- params: 'c'
-- params: 'd'
INSERT INTO users (email) VALUES (?);
-- keys: *
-- params: 'e'
INSERT INTO users (email) VALUES (?);
SELECT currval('codes');

-- case: null is not the default
INSERT INTO users (email, code) VALUES ('a', NULL) RETURNING code;
UPDATE users SET code = NULL WHERE id = 1;
SELECT * FROM users ORDER BY id;
