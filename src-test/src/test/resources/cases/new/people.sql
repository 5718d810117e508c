-- The new application, which knows the table by its new name.

-- case: read
SELECT * FROM people ORDER BY id;
SELECT p.username, o.id FROM people p JOIN orders o ON o.user_id = p.id ORDER BY o.id;
SELECT age, count(*) FROM people GROUP BY age ORDER BY age;
SELECT id, username, count(*) FROM people GROUP BY id ORDER BY id;
SELECT username FROM people WHERE username > 'b' ORDER BY username;

-- case: write
INSERT INTO people (id, username) VALUES (300, 'zoe') RETURNING *;
UPDATE people SET username = 'yan' WHERE id = 1;
UPDATE people SET age = age + 1 RETURNING id, age;
DELETE FROM people WHERE id = 8;
INSERT INTO people (id, username) VALUES (2, 'wim') ON CONFLICT (id) DO UPDATE SET username = excluded.username;
SELECT * FROM people ORDER BY id;
