-- Two tables of which columns come together in a new one.

-- case: read
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;
SELECT e.email, p.phone FROM emails e FULL JOIN phones p ON p.owner = e.user_id ORDER BY e.user_id, p.owner;
SELECT email FROM emails WHERE email > 'b' ORDER BY email;
SELECT owner FROM phones WHERE phone IS NULL ORDER BY owner;
SELECT count(email), count(*) FROM emails;

-- case: insert
INSERT INTO emails (user_id, email) VALUES (6, 'f@x.org'), (7, NULL), (8, 'h@x.org');
INSERT INTO phones (owner, phone) VALUES (4, '0-44'), (5, '0-55'), (7, NULL), (9, '0-99') RETURNING *;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: update
UPDATE emails SET email = 'new' WHERE user_id IN (1, 3, 5);
UPDATE phones SET phone = '0' WHERE owner IN (1, 2, 8);
UPDATE phones SET label = 'x';
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: leave while the other stays
UPDATE emails SET email = NULL WHERE user_id = 1;
UPDATE phones SET phone = NULL WHERE owner = 3;
DELETE FROM emails WHERE user_id = 2;
DELETE FROM phones WHERE owner = 6;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: both leave
UPDATE emails SET email = NULL WHERE user_id = 1;
DELETE FROM phones WHERE owner = 1;
DELETE FROM emails WHERE user_id = 1;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: key
UPDATE emails SET user_id = 10 WHERE user_id = 4;
UPDATE phones SET owner = 4 WHERE owner = 3;
UPDATE phones SET owner = 11, phone = 'x' WHERE owner = 1;
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: conflict and merge
INSERT INTO emails (user_id, email) VALUES (1, 'n'), (6, 'n') ON CONFLICT (user_id) DO UPDATE SET email = excluded.email;
MERGE INTO phones p USING emails e ON e.user_id = p.owner WHEN MATCHED THEN UPDATE SET phone = e.email WHEN NOT MATCHED THEN INSERT (owner, phone) VALUES (e.user_id, e.email);
SELECT * FROM emails ORDER BY user_id;
SELECT * FROM phones ORDER BY owner;

-- case: all
DELETE FROM emails;
SELECT count(*) FROM phones WHERE phone IS NOT NULL;
TRUNCATE phones;
SELECT count(*) FROM phones;
