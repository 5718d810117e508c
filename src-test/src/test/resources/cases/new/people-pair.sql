-- The new application by a new table to which two old ones bring columns.

-- case: read
SELECT * FROM people ORDER BY tenant, no;
SELECT u.age, p.* FROM users u LEFT JOIN people p ON p.tenant = u.tenant AND p.no = u.id ORDER BY u.tenant, u.id;
SELECT tenant, no FROM people WHERE tone = 'BLOG' ORDER BY tenant, no;
SELECT tenant, no FROM people WHERE first_name IS NULL ORDER BY tenant, no;
SELECT count(*), count(about) FROM people;

-- case: insert
INSERT INTO users (tenant, id) VALUES ('c', 1), ('c', 2);
INSERT INTO profiles (org, user_id) VALUES ('c', 2), ('c', 3);
INSERT INTO people (tenant, no, first_name) VALUES ('c', 1, 'Fay');
-- params: 'c', 2, 'Gus', 'Ho', 'HOME'
INSERT INTO people (tenant, no, first_name, last_name, tone) VALUES (?, ?, ?, ?, ?);
INSERT INTO people (tenant, no, about) VALUES ('c', 3, 'x') RETURNING *;
INSERT INTO people (tenant, no, about) VALUES ('b', 4, 'x');
SELECT * FROM people ORDER BY tenant, no;

-- case: update
UPDATE people SET last_name = 'Kay' WHERE tenant = 'a' AND no = 2;
-- params: 'new', 'a', 1
UPDATE people SET about = ? WHERE tenant = ? AND no = ?;
UPDATE people SET about = 'mine', first_name = 'Bo' WHERE tenant = 'a' AND no = 1 RETURNING *;
UPDATE people SET tone = NULL, about = NULL WHERE tenant = 'a' AND no = 1;
UPDATE people SET first_name = NULL, last_name = NULL WHERE tenant = 'b' AND no = 1 AND about IS NOT NULL;
UPDATE people SET about = 'y' WHERE tenant = 'b' AND no = 5;
SELECT * FROM people ORDER BY tenant, no;

-- case: delete
DELETE FROM people WHERE tenant = 'a' AND no = 1;
DELETE FROM people WHERE tenant = 'a' AND no = 3 RETURNING *;
DELETE FROM people WHERE tenant = 'b' AND no = 3;
SELECT * FROM people ORDER BY tenant, no;

-- case: delete and insert again
DELETE FROM people WHERE tenant = 'a' AND no = 1;
INSERT INTO people (tenant, no, first_name, about) VALUES ('a', 1, 'Uma', 'z');
SELECT * FROM people ORDER BY tenant, no;

-- case: upsert
INSERT INTO people (tenant, no, first_name) VALUES ('a', 1, 'Vic') ON CONFLICT (tenant, no) DO UPDATE SET first_name = excluded.first_name;
INSERT INTO people (tenant, no, about) VALUES ('a', 2, 'Wes') ON CONFLICT (tenant, no) DO NOTHING;
SELECT * FROM people ORDER BY tenant, no;

-- case: batch
-- batch
-- params: 'p', 'a', 1
-- params: 'q', 'a', 2
UPDATE people SET about = ? WHERE tenant = ? AND no = ?;
SELECT * FROM people ORDER BY tenant, no;

-- case: violations
INSERT INTO people (tenant, no, first_name) VALUES ('a', 1, 'x');
SELECT * FROM people ORDER BY tenant, no;

-- case: rows that an old table has none for
-- stages: !contract
-- plain: SELECT 1
-- answers: XF003
INSERT INTO people (tenant, no, first_name) VALUES ('z', 1, 'x');
-- plain: SELECT 1
-- answers: XF003
INSERT INTO people (tenant, no, first_name, about) VALUES ('z', 1, 'x', 'y');
-- plain: SELECT 1
-- answers: XF003
UPDATE people SET about = 'x' WHERE tenant = 'b' AND no = 3;
-- plain: SELECT 1
-- answers: XF003
UPDATE people SET tone = NULL, about = NULL WHERE tenant = 'b' AND no = 5;
SELECT * FROM people ORDER BY tenant, no;
