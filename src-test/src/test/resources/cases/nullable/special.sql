-- A short text with a default and a collation of its own.

-- case: defaults
INSERT INTO users (email) VALUES ('a') RETURNING nick;
INSERT INTO users (email, nick) VALUES ('b', DEFAULT), ('c', NULL), ('d', 'x') RETURNING nick;
UPDATE users SET nick = DEFAULT WHERE id = 1 RETURNING nick;
INSERT INTO users DEFAULT VALUES RETURNING *;
INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET nick = excluded.nick || '!' RETURNING nick;
SELECT * FROM users ORDER BY id;

-- case: collation
SELECT nick FROM users ORDER BY nick;
SELECT nick FROM users WHERE nick > 'Z' ORDER BY nick;
SELECT pg_collation_for(nick) FROM users WHERE id = 1;
SELECT max(nick), min(nick) FROM users;
SELECT nick FROM users ORDER BY nick COLLATE "default";

-- case: length
INSERT INTO users (nick) VALUES ('toolong');
UPDATE users SET nick = 'toolong' WHERE id = 1;
UPDATE users SET nick = nick || 'abcde' WHERE id = 1;
INSERT INTO users (nick) VALUES ('pad       ') RETURNING nick || '|';
-- params: 'toolong'
INSERT INTO users (nick) VALUES (?);
INSERT INTO users (nick) VALUES ('toolong'::varchar(5)) RETURNING nick;
INSERT INTO users (nick) VALUES (123456);
INSERT INTO users (nick) VALUES (12345) RETURNING nick;

-- case: null logic
SELECT id FROM users WHERE nick = NULL;
SELECT id FROM users WHERE nick NOT IN ('al', NULL);
SELECT id FROM users WHERE nick <> 'al' ORDER BY id;
SELECT count(nick), count(*) FROM users;
SELECT id FROM users WHERE coalesce(nick, 'none') = 'none' ORDER BY id;
SELECT a.id, b.id FROM users a LEFT JOIN users b ON a.nick = b.nick AND a.id <> b.id ORDER BY a.id, b.id;
