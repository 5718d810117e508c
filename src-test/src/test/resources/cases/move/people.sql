-- Two tables with keys of two columns of which columns come together in a new one.

-- case: read
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;
SELECT u.name, p.kind, p.bio FROM users u FULL JOIN profiles p ON p.org = u.tenant AND p.user_id = u.id ORDER BY u.tenant, u.id, p.org, p.user_id;
SELECT tenant, id FROM users WHERE name LIKE '%Lee' ORDER BY tenant, id;
SELECT user_id FROM profiles WHERE kind = 'blog' ORDER BY org, user_id;
SELECT count(name), count(*) FROM users;
SELECT row_to_json(p) FROM profiles p ORDER BY org, user_id;

-- case: insert
INSERT INTO users (tenant, id, name) VALUES ('b', 4, 'Zoe Fox'), ('b', 5, NULL), ('c', 1, 'Yan');
-- params: 'a', 7, 'Kim Kay Low'
INSERT INTO users (tenant, id, name) VALUES (?, ?, ?);
INSERT INTO profiles (org, user_id, kind, bio) VALUES ('b', 1, 'home', 'x'), ('c', 1, NULL, 'y'), ('c', 2, NULL, NULL) RETURNING *;
INSERT INTO profiles SELECT id + 10, tenant, 'home', name FROM users WHERE id < 3;
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;

-- case: update
UPDATE users SET name = 'Max Mix' WHERE tenant = 'a' AND id IN (1, 3);
UPDATE users SET name = name || '!' WHERE tenant = 'b';
UPDATE profiles SET bio = 'new' WHERE org = 'b' AND user_id = 4;
-- params: 'note', 'a', 2
UPDATE profiles SET bio = ? WHERE org = ? AND user_id = ?;
UPDATE profiles SET kind = 'work' WHERE bio IS NOT NULL RETURNING user_id, kind;
UPDATE users SET age = age + 1;
UPDATE users u SET name = p.bio FROM profiles p WHERE p.org = u.tenant AND p.user_id = u.id AND p.kind = 'blog';
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;

-- case: leave while the other stays
UPDATE users SET name = NULL WHERE tenant = 'a' AND id = 1;
UPDATE users SET name = NULL WHERE id = 2;
DELETE FROM users WHERE tenant = 'a' AND id = 3;
UPDATE profiles SET kind = NULL, bio = NULL WHERE user_id = 2;
DELETE FROM profiles WHERE org = 'a' AND user_id = 1;
DELETE FROM profiles WHERE kind = 'blog' RETURNING *;
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;

-- case: both leave and come again
UPDATE users SET name = NULL WHERE tenant = 'a' AND id = 1;
UPDATE profiles SET kind = NULL, bio = NULL WHERE org = 'a' AND user_id = 1;
UPDATE profiles SET bio = 'again' WHERE org = 'a' AND user_id = 1;
DELETE FROM users WHERE tenant = 'a' AND id = 1;
INSERT INTO users (tenant, id, name) VALUES ('a', 1, 'Ada Two');
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;

-- case: key
UPDATE users SET id = 9 WHERE tenant = 'a' AND id = 1;
UPDATE users SET tenant = 'b', id = 4 WHERE tenant = 'a' AND id = 2;
UPDATE users SET tenant = 'a', id = 1, name = 'Neo' WHERE tenant = 'b' AND id = 4 RETURNING *;
UPDATE profiles SET user_id = user_id + 7 WHERE org = 'b';
UPDATE profiles SET org = 'c', kind = NULL WHERE user_id = 3;
UPDATE profiles SET org = 'b', bio = bio || '!' WHERE kind = 'blog' RETURNING org, user_id, kind, bio;
UPDATE users SET id = id - 1 WHERE id > 1 AND tenant = 'b';
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;

-- case: key of rows that stand in each other's way
DELETE FROM users WHERE tenant = 'b' AND id = 1;
UPDATE users SET id = id - 1 WHERE tenant = 'b';
UPDATE users SET tenant = 'z';
UPDATE users SET tenant = CASE WHEN id < 3 THEN 'a' ELSE 'b' END, name = name || '.' WHERE name IS NOT NULL;
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;

-- case: upsert and merge
INSERT INTO users (tenant, id, name) VALUES ('a', 3, 'n m'), ('b', 5, 'n') ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name;
INSERT INTO profiles (org, user_id, bio) VALUES ('a', 1, NULL) ON CONFLICT (org, user_id) DO UPDATE SET bio = excluded.bio, kind = NULL;
INSERT INTO profiles (org, user_id, bio) VALUES ('a', 1, 'n'), ('c', 9, 'o') ON CONFLICT DO NOTHING;
MERGE INTO profiles p USING users u ON p.org = u.tenant AND p.user_id = u.id WHEN MATCHED THEN UPDATE SET bio = u.name WHEN NOT MATCHED THEN INSERT (org, user_id, bio) VALUES (u.tenant, u.id, u.name);
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;

-- case: batches
-- batch
-- params: 'Ada New', 'a', 1
-- params: null::text, 'a', 2
-- params: 'Cy Day', 'a', 3
UPDATE users SET name = ? WHERE tenant = ? AND id = ?;
-- batch
-- params: 'd', 1, 'x'
-- params: 'd', 2, null::varchar
-- params: 'b', 1, 'y'
INSERT INTO profiles (org, user_id, bio) VALUES (?, ?, ?);
-- batch
-- params: 'b', 1
-- params: 'a', 2
DELETE FROM users WHERE tenant = ? AND id = ?;
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;

-- case: all
DELETE FROM users;
SELECT * FROM profiles ORDER BY org, user_id;
DELETE FROM profiles;
INSERT INTO users (tenant, id, name) VALUES ('a', 1, 'Ada Two');
SELECT * FROM users ORDER BY tenant, id;

-- case: truncate
TRUNCATE users, profiles;
SELECT count(*) FROM profiles;
INSERT INTO profiles (org, user_id, bio) VALUES ('a', 1, 'n');
SELECT * FROM profiles;

-- case: truncate one
TRUNCATE users;
SELECT * FROM profiles ORDER BY org, user_id;
INSERT INTO users (tenant, id, name) VALUES ('a', 1, 'Ada Two'), ('b', 1, NULL);
TRUNCATE profiles;
SELECT * FROM users ORDER BY tenant, id;

-- case: merge that deletes
MERGE INTO profiles p USING users u ON p.org = u.tenant AND p.user_id = u.id WHEN MATCHED AND u.age > 30 THEN DELETE WHEN MATCHED THEN UPDATE SET bio = u.name WHEN NOT MATCHED AND u.id = 3 THEN INSERT (org, user_id, bio) VALUES (u.tenant, u.id, u.name);
MERGE INTO users u USING profiles p ON p.org = u.tenant AND p.user_id = u.id WHEN MATCHED AND p.kind = 'blog' THEN DELETE WHEN MATCHED AND u.name IS NULL THEN DELETE WHEN NOT MATCHED BY SOURCE THEN DELETE WHEN MATCHED THEN UPDATE SET name = name || '.';
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;
INSERT INTO users (tenant, id, name) VALUES ('a', 1, 'Ada Two'), ('b', 5, NULL);
SELECT * FROM users ORDER BY tenant, id;

-- case: autocommit
-- autocommit
INSERT INTO users (tenant, id, name) VALUES ('b', 4, 'Zoe Fox');
UPDATE users SET name = NULL WHERE tenant = 'a' AND id IN (1, 2);
DELETE FROM profiles WHERE org = 'b' AND user_id = 2;
UPDATE profiles SET kind = NULL, bio = NULL WHERE org = 'a' AND user_id = 1;
SELECT * FROM users ORDER BY tenant, id;
SELECT * FROM profiles ORDER BY org, user_id;
