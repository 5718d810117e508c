-- What JDBC itself asks about: metadata, generated keys, fetch sizes, result kinds.

-- case: columns of the table
\columns public users

-- case: other catalog questions
\keys public users
\tables public users
\identifier public users
\imported public orders

-- case: describe
\describe SELECT username FROM users;
\describe SELECT u.username AS n, id, lower(username) FROM users u;
\describe SELECT * FROM users JOIN orders ON user_id = users.id;
\describe SELECT username FROM users WHERE username = ?;
\describe INSERT INTO users (username) VALUES (?) RETURNING *;
\describe UPDATE users SET username = ?;

-- case: parameters
\parameters SELECT id FROM users WHERE username = ? AND id = ?;
\parameters INSERT INTO users (id, username, email) VALUES (?, ?, ?);
\parameters UPDATE users SET username = ?, age = ? WHERE username = ?;
\parameters INSERT INTO users (username) VALUES (?) ON CONFLICT (username) DO UPDATE SET username = ? WHERE users.age > ?;

-- case: generated keys by names that are not there
-- keys: nonsense
INSERT INTO users (username) VALUES ('k');

-- case: generated keys, names in another case
-- keys: ID,USERNAME
INSERT INTO users (username) VALUES ('k');

-- case: generated keys together with returning
-- keys: *
INSERT INTO users (username) VALUES ('k') RETURNING id;
-- keys: id
INSERT INTO users (username) VALUES ('k2') RETURNING username;

-- case: generated keys of a select and of an unmapped table
-- keys: *
SELECT username FROM users WHERE id = 1;
-- keys: *
INSERT INTO profiles (id, handle) VALUES (60, 'k');
-- keys: handle
UPDATE profiles SET handle = 'x' WHERE id = 1;

-- case: generated keys of an insert from select
-- keys: *
INSERT INTO users (username) SELECT username || '9' FROM users WHERE id < 3 ORDER BY id;
-- keys: username
INSERT INTO users DEFAULT VALUES;
-- keys: id
MERGE INTO users u USING (VALUES (1)) s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET username = 'm';

-- case: fetch size with a mapped column
-- fetch: 3
SELECT * FROM users ORDER BY username;
-- fetch: 1
-- params: 'a'
SELECT username, id FROM users WHERE username > ? ORDER BY username;

-- case: large update and query by method
-- method: large
UPDATE users SET username = username || '.';
-- method: query
SELECT username FROM users ORDER BY id;
-- method: update
DELETE FROM users WHERE username = 'x_%.';

-- case: warnings
DO $$ BEGIN RAISE WARNING 'careful'; END $$;
SELECT username AS a23456789012345678901234567890123456789012345678901234567890123456789 FROM users WHERE id = 1;
CREATE TABLE IF NOT EXISTS users (id int);
DROP TABLE IF EXISTS nowhere;

-- case: update counts of several statements
-- script
UPDATE users SET username = username || '1'; DELETE FROM users WHERE id > 6; INSERT INTO users (username) VALUES ('a'), ('b'); SELECT count(*) FROM users
\g

-- case: call escapes
SELECT {fn concat(username, '!')} FROM users WHERE id = {fn abs(-1)};
SELECT username FROM users WHERE username LIKE 'x!_%' {escape '!'};
SELECT {ts '2024-01-02 03:04:05'}, username FROM users WHERE id = 1;

-- case: question mark operators
SELECT username FROM users WHERE to_jsonb(username) ?? 'alice';
-- params: 'bob'
SELECT username, '{"a":1}'::jsonb ??| ARRAY['a', 'b'] FROM users WHERE username = ?;
