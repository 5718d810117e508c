-- An application of the old shape that already names the new column. The plain side says the same in old names.

-- case: read
-- stages: !expand
-- plain: SELECT username AS handle FROM users ORDER BY id
SELECT handle FROM users ORDER BY id;
-- plain: SELECT id FROM users WHERE username = 'alice'
SELECT id FROM users WHERE handle = 'alice';
-- plain: SELECT id FROM users u WHERE u.username IN ('alice', 'bob') ORDER BY id
SELECT id FROM users u WHERE u.handle IN ('alice', 'bob') ORDER BY id;
-- params: 'bob'
-- plain: SELECT id FROM users WHERE username = ?
SELECT id FROM users WHERE handle = ?;
-- plain: SELECT id FROM users WHERE username > 'b' ORDER BY username
SELECT id FROM users WHERE handle > 'b' ORDER BY handle;
-- plain: SELECT username AS handle, count(*) FROM users GROUP BY username ORDER BY 1
SELECT handle, count(*) FROM users GROUP BY handle ORDER BY 1;
-- plain: SELECT id FROM users WHERE username IS NULL OR NOT username = 'bob' ORDER BY id
SELECT id FROM users WHERE handle IS NULL OR NOT handle = 'bob' ORDER BY id;
-- plain: SELECT u.username AS handle, p.handle FROM users u JOIN profiles p ON p.user_id = u.id ORDER BY u.id
SELECT u.handle, p.handle FROM users u JOIN profiles p ON p.user_id = u.id ORDER BY u.id;
-- plain: SELECT upper(username) FROM users ORDER BY id
SELECT upper(handle) FROM users ORDER BY id;

-- case: insert
-- stages: !expand
-- plain: INSERT INTO users (id, username) VALUES (300, 'zoe')
INSERT INTO users (id, handle) VALUES (300, 'zoe');
-- params: 301, 'yan'
-- plain: INSERT INTO users (id, username) VALUES (?, ?)
INSERT INTO users (id, handle) VALUES (?, ?);
-- plain: INSERT INTO users (username) VALUES ('alice')
INSERT INTO users (handle) VALUES ('alice');
-- plain: INSERT INTO users (username) VALUES (NULL)
INSERT INTO users (handle) VALUES (NULL);
SELECT * FROM users ORDER BY id;

-- case: insert from select
-- stages: !expand
-- plain: INSERT INTO users (id, username) SELECT id + 300, username || '2' FROM users
INSERT INTO users (id, handle) SELECT id + 300, username || '2' FROM users;
SELECT id, username FROM users ORDER BY id;

-- case: update
-- stages: !expand
-- plain: UPDATE users SET username = 'zoe' WHERE id = 1
UPDATE users SET handle = 'zoe' WHERE id = 1;
-- plain: UPDATE users SET username = username || '!' WHERE username = 'bob'
UPDATE users SET handle = handle || '!' WHERE handle = 'bob';
-- params: 'yan', 3
-- plain: UPDATE users SET username = ? WHERE id = ?
UPDATE users SET handle = ? WHERE id = ?;
-- plain: UPDATE users SET username = NULL WHERE id = 4
UPDATE users SET handle = NULL WHERE id = 4;
SELECT * FROM users ORDER BY id;

-- case: delete
-- stages: !expand
-- plain: DELETE FROM users WHERE username = 'x_%'
DELETE FROM users WHERE handle = 'x_%';
-- plain: DELETE FROM users WHERE id = 7 RETURNING username AS handle
DELETE FROM users WHERE id = 7 RETURNING handle;
SELECT * FROM users ORDER BY id;

-- case: merge
-- stages: !expand
-- plain: MERGE INTO users u USING (VALUES (1, 'm1'), (300, 'm2')) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET username = s.v WHEN NOT MATCHED THEN INSERT (id, username) VALUES (s.k, s.v)
MERGE INTO users u USING (VALUES (1, 'm1'), (300, 'm2')) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET handle = s.v WHEN NOT MATCHED THEN INSERT (id, handle) VALUES (s.k, s.v);
SELECT * FROM users ORDER BY id;

-- case: writes of the new name are refused before both sides are written
-- stages: expand
-- refused
INSERT INTO users (handle) VALUES ('zoe');
-- refused
UPDATE users SET handle = 'zoe' WHERE id = 1;
SELECT * FROM users ORDER BY id;

-- case: both names in one write are refused
-- refused
-- plain: SELECT 1
INSERT INTO users (username, handle) VALUES ('a', 'b');
-- refused
-- plain: SELECT 1
UPDATE users SET username = 'a', handle = 'b' WHERE id = 1;
SELECT * FROM users ORDER BY id;
