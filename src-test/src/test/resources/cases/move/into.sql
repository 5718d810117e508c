-- A table that columns move to keeps what it had.

-- case: its own columns
SELECT user_id, note FROM addresses ORDER BY user_id;
SELECT * FROM addresses ORDER BY user_id;
SELECT a.*, u.address_city FROM addresses a JOIN users u ON u.id = a.user_id ORDER BY u.id;
SELECT row_to_json(a) FROM addresses a ORDER BY user_id;
SELECT count(*) FROM addresses WHERE verified;

-- case: its own columns change
UPDATE addresses SET note = 'seen' WHERE user_id = 1;
UPDATE addresses SET verified = true WHERE note IS NULL RETURNING *;
UPDATE addresses a SET note = u.address_city FROM users u WHERE u.id = a.user_id AND u.id < 4;
UPDATE users u SET address_street = a.note FROM addresses a WHERE a.user_id = u.id AND a.verified;
SELECT * FROM addresses ORDER BY user_id;
SELECT * FROM users ORDER BY id;

-- case: what moves leaves its own columns alone
UPDATE users SET address_street = 'Fir 7';
UPDATE users SET address_street = NULL, address_city = NULL, address_postal_code = NULL WHERE id < 5;
INSERT INTO users (id, address_street) VALUES (1, 'Yew 8') ON CONFLICT (id) DO UPDATE SET address_street = excluded.address_street;
SELECT * FROM addresses ORDER BY user_id;

-- case: rows that go with the user
DELETE FROM users WHERE id = 8;
SELECT * FROM addresses ORDER BY user_id;

-- case: key of a user to whom rows refer
UPDATE users SET id = 70 WHERE id = 7;
UPDATE users SET id = 80, address_street = NULL WHERE id = 8;
INSERT INTO users (id, address_street) VALUES (300, 'Fir 7'), (301, NULL);
UPDATE users SET id = id + 10 WHERE id >= 300;
UPDATE users SET id = 310 - id % 310, address_city = 'Bern' WHERE id >= 310 RETURNING *;
UPDATE users SET id = id WHERE id = 4 AND address_street IS NULL;
SELECT * FROM users ORDER BY id;
SELECT * FROM addresses WHERE note IS DISTINCT FROM 'none' ORDER BY user_id;
