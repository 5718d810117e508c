-- Writes of a renamed text column with a unique key.

-- case: too long
INSERT INTO users (username) VALUES ('123456789012345678901234567890123456789012345678901');
UPDATE users SET username = repeat('x', 51) WHERE id = 1;
-- params: '123456789012345678901234567890123456789012345678901'
INSERT INTO users (username) VALUES (?);
-- params: '123456789012345678901234567890123456789012345678901', 1
UPDATE users SET username = ? WHERE id = ?;
INSERT INTO users (username) SELECT repeat('y', 51);
INSERT INTO users (id, username) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET username = repeat('z', 51);
MERGE INTO users u USING (VALUES (1)) s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET username = repeat('z', 51);

-- case: too long, but only by spaces
INSERT INTO users (id, username) VALUES (300, 'spaces                                                                          ') RETURNING length(username);
UPDATE users SET username = rpad('pad', 60) WHERE id = 1 RETURNING length(username);
SELECT id, username || '|' FROM users ORDER BY id;

-- case: cast by the application truncates
INSERT INTO users (id, username) VALUES (300, CAST(repeat('x', 60) AS varchar(50))) RETURNING length(username);
UPDATE users SET username = repeat('y', 60)::varchar(4) WHERE id = 1 RETURNING username;

-- case: duplicates
INSERT INTO users (username) VALUES ('alice');
INSERT INTO users (username) VALUES ('new1'), ('new1');
UPDATE users SET username = 'alice' WHERE id = 2;
UPDATE users SET username = 'same';
INSERT INTO users (username) SELECT username FROM users;
INSERT INTO users (id, username) VALUES (1, 'alice');

-- case: values of other types
INSERT INTO users (id, username) VALUES (300, 'text'::text), (301, 'char'::char(10)), (302, 'name'::name), (303, current_date::text);
INSERT INTO users (id, username) VALUES (304, 12), (305, 1.5);
INSERT INTO users (id, username) VALUES (306, current_schema), (307, 2 + 3);
INSERT INTO users (id, username) VALUES (308, to_json('x'::text));
INSERT INTO users (id, username) VALUES (309, '{"a":1}'::jsonb);
SELECT id, username FROM users ORDER BY id;

-- case: expressions over the old row
UPDATE users SET username = username || '!' WHERE id < 4;
UPDATE users SET username = upper(username), email = username;
UPDATE users SET username = lower(email) WHERE email IS NOT NULL;
SELECT * FROM users ORDER BY id;

-- case: swapped within one row
UPDATE users SET username = email, email = username WHERE id = 1;
SELECT * FROM users ORDER BY id;

-- case: volatile values
-- volatile
INSERT INTO users (username) VALUES (gen_random_uuid()::text) RETURNING username;
-- volatile
UPDATE users SET username = gen_random_uuid()::text;
SELECT count(DISTINCT username), count(*) FROM users;

-- case: volatile values from a select
-- volatile
INSERT INTO users (id, username) SELECT g, gen_random_uuid()::text FROM generate_series(400, 404) g RETURNING id, username;
SELECT count(DISTINCT username), count(*) FROM users;

-- case: volatile, the same for all rows by choice
-- volatile
UPDATE users SET username = id || '-' || (SELECT gen_random_uuid()::text);
SELECT count(DISTINCT right(username, 36)) FROM users;

-- case: volatile in an upsert
-- volatile
INSERT INTO users (id, username) VALUES (1, 'x'), (300, gen_random_uuid()::text) ON CONFLICT (id) DO UPDATE SET username = md5(random()::text) RETURNING id, username;

-- case: volatile in a merge
-- refused: dual-write|coalesce|cutover
-- volatile
MERGE INTO users u USING (VALUES (1), (300)) s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET username = gen_random_uuid()::text WHEN NOT MATCHED THEN INSERT (id, username) VALUES (s.k, md5(random()::text)) RETURNING u.id, u.username;

-- case: volatile with parameters
-- volatile
-- params: 'p', 1
UPDATE users SET username = ? || md5(random()::text) WHERE id = ? RETURNING username;
-- volatile
-- params: 300, 'q'
INSERT INTO users (id, username) VALUES (?, ? || md5(random()::text)) RETURNING username;

-- case: a sequence as value
CREATE SEQUENCE counter;
INSERT INTO users (id, username) VALUES (300, 'n' || nextval('counter')), (301, 'n' || nextval('counter')) RETURNING username;
UPDATE users SET username = 'u' || nextval('counter') WHERE id IN (300, 301);
SELECT currval('counter'), count(*) FROM users;
SELECT username FROM users WHERE id >= 300 ORDER BY 1;

-- case: now is one value in a transaction
-- nocontents
UPDATE users SET username = md5(now()::text) WHERE id = 1;
SELECT username = md5(now()::text) FROM users WHERE id = 1;

-- case: streams
-- params: 'streamed'::reader
INSERT INTO users (username) VALUES (?);
-- params: 'streamed again'::readern
INSERT INTO users (username) VALUES (?) RETURNING username;
-- params: 'streamed over'::reader, 1
UPDATE users SET username = ? WHERE id = ?;
SELECT * FROM users ORDER BY id;

-- case: setObject in its forms
-- params: 300, 'obj'::object
INSERT INTO users (id, username) VALUES (?, ?);
-- params: 301::intobject, 'asv'::asvarchar
INSERT INTO users (id, username) VALUES (?, ?);
-- params: '302'::asint, 'oth'::other
INSERT INTO users (id, username) VALUES (?, ?);
-- params: 303, '2f0c2c5e-7c05-4a5c-9b51-8d1f3c1b7a11'::uuid
INSERT INTO users (id, username) VALUES (?, ?);
-- params: 304, '2024-01-02'::date
INSERT INTO users (id, username) VALUES (?, ?);
-- params: 305, '2024-01-02 03:04:05'::timestamp
INSERT INTO users (id, username) VALUES (?, ?);
-- params: 306, 1.5::float8
INSERT INTO users (id, username) VALUES (?, ?);
-- params: 307, 'b'::bytes
INSERT INTO users (id, username) VALUES (?, ?);
SELECT id, username FROM users ORDER BY id;

-- case: one parameter twice in the application's text
-- params: 'twice', 'twice', 1
UPDATE users SET username = ?, email = ? WHERE id = ?;
-- params: 'a', 'b', 'c'
INSERT INTO users (username, email) VALUES (?, ? || ?) RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: dollar parameters are not jdbc's
INSERT INTO users (username) VALUES ($1);

-- case: on conflict of every form
INSERT INTO users (username) VALUES ('alice') ON CONFLICT (username) WHERE true DO NOTHING;
INSERT INTO users (username) VALUES ('alice') ON CONFLICT ((lower(username))) DO NOTHING;
INSERT INTO users (username, email) VALUES ('alice', 'e') ON CONFLICT (username) DO UPDATE SET email = excluded.email || users.username || excluded.username;
INSERT INTO users AS u (username) VALUES ('bob') ON CONFLICT (username) DO UPDATE SET username = u.username || excluded.username RETURNING u.*;
INSERT INTO users (username, age) VALUES ('Carol', 1) ON CONFLICT (username) DO UPDATE SET (username, age) = (SELECT excluded.username || '2', excluded.age) RETURNING username, age;
INSERT INTO users (username) VALUES ('Bob') ON CONFLICT (username) DO UPDATE SET username = DEFAULT;
INSERT INTO users (username) VALUES ('Bob') ON CONFLICT (username) DO UPDATE SET username = EXCLUDED."username" WHERE excluded.username IN (SELECT username FROM users) RETURNING username;
INSERT INTO users VALUES (1, 'alice') ON CONFLICT DO NOTHING RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: where in on conflict names both
-- params: 'alice', 50, 45
-- params: 'alice', 60, 65
INSERT INTO users (username, age) VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET age = excluded.age WHERE users.age < ? AND users.username = excluded.username RETURNING age;

-- case: overriding
INSERT INTO users (id, username) OVERRIDING SYSTEM VALUE VALUES (300, 'over');
INSERT INTO users (id, username) OVERRIDING USER VALUE VALUES (301, 'under');
SELECT id, username FROM users ORDER BY id;

-- case: insert without columns from a select
INSERT INTO users SELECT id + 100, username || '2', email, age, active, manager_id FROM users;
INSERT INTO users SELECT 500, 'short';
INSERT INTO users TABLE users;
INSERT INTO users (SELECT 501, 'paren', NULL);
INSERT INTO users WITH x AS (SELECT 502, 'with') SELECT * FROM x;
INSERT INTO users VALUES (DEFAULT, 'defaulted', DEFAULT, DEFAULT, DEFAULT) RETURNING *;
SELECT * FROM users ORDER BY id;

-- case: insert from a union and from a join
INSERT INTO users (id, username) SELECT 300, 'u1' UNION ALL SELECT 301, 'u2';
INSERT INTO users (username, email) SELECT p.bio, u.username FROM profiles p JOIN users u ON u.id = p.user_id;
INSERT INTO users (username) SELECT DISTINCT 'd' || age FROM users WHERE age IS NOT NULL ORDER BY 1;
INSERT INTO users (username) SELECT 'g' || count(*) FROM users GROUP BY active;
INSERT INTO users (username) SELECT u.username || o.id FROM users u, orders o WHERE o.user_id = u.id ORDER BY o.id LIMIT 2;
INSERT INTO users (username, age) SELECT x, y FROM (VALUES ('v1', 1), ('v2', 2)) v(x, y) WHERE y > 1;
INSERT INTO users (username) VALUES ((SELECT 'sub')), (DEFAULT);
SELECT username, email, age FROM users ORDER BY username;

-- case: returning expressions over both
UPDATE users SET username = 'r' || id RETURNING id, username, lower(username), (SELECT count(*) FROM orders WHERE user_id = users.id) AS n;
UPDATE users u SET username = p.handle || '2' FROM profiles p WHERE p.user_id = u.id RETURNING u.username, p.handle, handle;
DELETE FROM users u USING profiles p WHERE p.user_id = 9 AND u.id = 8 RETURNING handle, username;
INSERT INTO users (username) VALUES ('q') RETURNING username AS handle, id AS username;

-- case: returning row and json
UPDATE users u SET username = 'j' WHERE id = 1 RETURNING row_to_json(u);
INSERT INTO users AS u (username) VALUES ('jj') RETURNING to_jsonb(u) - 'id';
DELETE FROM users u WHERE id = 8 RETURNING u IS NULL, count(u) IS NULL;

-- case: update from a values list of parameters
-- params: 1, 'one', 2, 'two'
UPDATE users SET username = v.n FROM (VALUES (?::int, ?), (?::int, ?)) AS v(i, n) WHERE users.id = v.i RETURNING users.id, username;
-- params: 'suffix', 'alice'
UPDATE users AS u SET username = u.username || ? WHERE u.username = ? RETURNING u.username;

-- case: update that moves a value between rows
UPDATE users SET username = 'tmp' WHERE username = 'alice';
UPDATE users SET username = 'alice' WHERE username = 'bob';
UPDATE users SET username = 'bob' WHERE username = 'tmp';
SELECT id, username FROM users ORDER BY id;

-- case: optimistic locking
-- params: 'next', 1, 'alice'
-- params: 'again', 1, 'alice'
UPDATE users SET username = ? WHERE id = ? AND username = ?;

-- case: delete by pattern and by subquery
DELETE FROM users WHERE username LIKE 'x%';
DELETE FROM users WHERE username = (SELECT max(username) FROM users WHERE id > 4);
DELETE FROM users WHERE username IN ('', 'Bob');
-- params: 'nobody'
DELETE FROM users WHERE username = ?;
SELECT id, username FROM users ORDER BY id;

-- case: chained with queries
WITH a AS (UPDATE users SET username = 'first' WHERE id = 1 RETURNING id, username), b AS (INSERT INTO profiles (id, user_id, handle) SELECT 100, id, username FROM a RETURNING *) SELECT a.username, b.handle, u.username AS before FROM a, b, users u WHERE u.id = a.id;
WITH d AS (DELETE FROM users WHERE id IN (6, 7) RETURNING *), i AS (INSERT INTO users SELECT id + 100, username || 'x', email, age, active, manager_id FROM d RETURNING *) SELECT * FROM i ORDER BY id;
WITH a AS (INSERT INTO users (username) VALUES ('w1') RETURNING *), b AS (INSERT INTO users (username) VALUES ('w2') RETURNING *) SELECT username FROM a UNION ALL SELECT username FROM b ORDER BY 1;
WITH x AS (SELECT username FROM users WHERE id = 2) UPDATE users SET email = x.username FROM x WHERE users.id = 3 RETURNING users.*;
SELECT * FROM users ORDER BY id;

-- case: a with query that shadows the target
WITH users AS (SELECT 1 AS id, 'cte' AS username) INSERT INTO users (id, username) SELECT 300, username FROM users RETURNING *;
WITH users AS (SELECT 2 AS id, 'cte2' AS username) UPDATE users SET username = 'direct' WHERE id = 2 RETURNING *;
SELECT id, username FROM users ORDER BY id;

-- case: copy is not for execute
-- refused
-- plain: SELECT 1
COPY users (id, username) TO STDOUT;

-- case: defaults changed in the transaction
UPDATE users SET active = DEFAULT, username = 'd' WHERE id = 3 RETURNING active, username;

-- case: writes through a view are refused
-- stages: !contract-dropped
-- refused
-- plain: SELECT 1
UPDATE active_users SET username = 'via view' WHERE id = 1;
-- refused
-- plain: SELECT 1
INSERT INTO active_users (username) VALUES ('via view 2');
SELECT * FROM users ORDER BY id;

-- case: writes through a view that does not show the column are refused
-- refused
-- plain: SELECT 1
UPDATE user_emails SET email = 'v' WHERE id = 1;
SELECT * FROM users ORDER BY id;

-- case: unmapped table in the same transaction
INSERT INTO profiles (id, user_id, handle) VALUES (10, 1, 'p');
UPDATE profiles SET handle = u.username FROM users u WHERE u.id = profiles.user_id;
DELETE FROM profiles USING users WHERE users.username = profiles.handle RETURNING profiles.*, users.username;
SELECT * FROM profiles ORDER BY id;
MERGE INTO profiles p USING users u ON u.id = p.user_id WHEN MATCHED THEN UPDATE SET handle = username WHEN NOT MATCHED THEN INSERT (id, user_id, handle) VALUES (u.id + 50, u.id, username);
SELECT * FROM profiles ORDER BY id;

-- case: the new name on the left side is another table's
UPDATE profiles SET handle = (SELECT username FROM users WHERE id = user_id);
INSERT INTO profiles (id, handle) SELECT id + 70, username FROM users ON CONFLICT (id) DO UPDATE SET handle = excluded.handle;
SELECT * FROM profiles ORDER BY id;

-- case: committed insert with generated keys
-- autocommit
-- keys: *
-- params: 'kept'
INSERT INTO users (username) VALUES (?);
-- keys: username,id
INSERT INTO users (username) VALUES ('kept too'), ('and three');
SELECT * FROM users ORDER BY id;

-- case: committed batch
-- autocommit
-- batch
-- params: 'b1', 1
-- params: 'b2', 2
UPDATE users SET username = ? WHERE id = ?;
-- batch
-- params: 'i1'
-- params: 'i2'
INSERT INTO users (username) VALUES (?);
SELECT * FROM users ORDER BY id;

-- case: batch with an error, committed one by one
-- autocommit
-- batch
-- params: 'i1'
-- params: 'alice'
-- params: 'i2'
INSERT INTO users (username) VALUES (?);
SELECT id, username FROM users ORDER BY id;
