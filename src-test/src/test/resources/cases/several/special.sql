-- Three migrations on one table.

-- case: all three in one statement
SELECT username, email, age FROM users ORDER BY age, username;
UPDATE users SET username = 'u', email = 'e', age = 5 WHERE id = 1 RETURNING *;
INSERT INTO users (username, email, age) VALUES ('n1', 'n2', 3) RETURNING username, email, age;
INSERT INTO users (username) VALUES ('only');
-- params: 'a', 'b', 7, 2
UPDATE users SET username = ?, email = ?, age = ? WHERE id = ?;
UPDATE users SET email = username, age = age + 1, username = coalesce(email, '?') || id;
SELECT * FROM users ORDER BY id;
SELECT age, count(*), min(username), max(email) FROM users GROUP BY age ORDER BY age;

-- case: in predicates together
SELECT id FROM users WHERE username = 'alice' AND email LIKE 'a%' AND age > 30;
SELECT id FROM users WHERE (username, email, age) = ('bob', 'bob@x.org', 25);
SELECT id FROM users WHERE email IS NULL OR age IS NULL ORDER BY email, age, id;
DELETE FROM users WHERE age = 18 AND username = '' RETURNING email;
INSERT INTO users (id, username, email, age) VALUES (1, 'x', 'y', 1) ON CONFLICT (id) DO UPDATE SET email = excluded.email, age = users.age + excluded.age RETURNING *;
MERGE INTO users u USING profiles p ON p.user_id = u.id WHEN MATCHED THEN UPDATE SET email = contact, age = years WHEN NOT MATCHED THEN INSERT (id, username, email, age) VALUES (p.id + 300, handle, contact, years);
SELECT * FROM users ORDER BY id;
SELECT handle, contact, years FROM users JOIN profiles p ON p.user_id = users.id ORDER BY p.id;
