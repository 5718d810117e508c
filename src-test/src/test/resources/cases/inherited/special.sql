-- Children by name.

-- case: reads
SELECT * FROM admins ORDER BY id;
SELECT username, badge FROM admins WHERE username = 'Bob';
SELECT username FROM ONLY users ORDER BY id;
SELECT * FROM users ORDER BY id;
SELECT tableoid::regclass, username FROM users ORDER BY id;
SELECT u.username, a.badge FROM users u JOIN admins a USING (id) ORDER BY id;
SELECT * FROM users NATURAL JOIN admins ORDER BY id;

-- case: writes
UPDATE admins SET username = 'root', badge = 'b' WHERE id = 7 RETURNING *;
UPDATE users SET username = username || '!' RETURNING id, username;
UPDATE ONLY users SET username = 'only' WHERE id > 5;
INSERT INTO admins (id, username, badge) VALUES (300, 'new', 'tin') RETURNING *;
INSERT INTO admins VALUES (301, 'all', 'm', 4, 'zinc') RETURNING username, badge;
DELETE FROM admins WHERE username = 'x_%!';
SELECT * FROM users ORDER BY id;
SELECT * FROM admins ORDER BY id;
