-- The new application with what only the unique text column has.

-- case: conflicts
INSERT INTO users (handle) VALUES ('alice');
INSERT INTO users (handle, age) VALUES ('alice', 1) ON CONFLICT (handle) DO UPDATE SET age = excluded.age RETURNING *;
INSERT INTO users (handle) VALUES ('alice') ON CONFLICT DO NOTHING;
UPDATE users SET handle = 'bob' WHERE id = 1;
INSERT INTO users (id, handle) VALUES (300, repeat('x', 51));
SELECT * FROM users ORDER BY id;

-- case: the old name where nothing else matches
-- stages: !contract
-- plain: SELECT id FROM users WHERE handle = 'alice'
SELECT id FROM users WHERE username = 'alice';
SELECT username FROM users u JOIN (SELECT 1 AS id, 'mine' AS username) x ON x.id = u.id;
