-- Statements that name columns of two migrations, of which one moves to another table.

-- case: both
SELECT username, address_city FROM users ORDER BY username;
SELECT id FROM users WHERE username > 'b' AND address_city = 'Rome' ORDER BY id;
UPDATE users SET username = 'zoe', address_street = 'Fir 7' WHERE id = 1;
UPDATE users SET username = address_city WHERE id = 2;
UPDATE users SET address_city = username WHERE id = 4 RETURNING *;
INSERT INTO users (username, address_city) VALUES ('yan', 'Bonn'), ('xi', NULL) RETURNING id, username, address_city;
INSERT INTO users (username, address_city) VALUES ('yan', 'Ulm') ON CONFLICT (username) DO UPDATE SET address_city = excluded.address_city, username = 'wim';
DELETE FROM users WHERE username = 'xi' AND address_city IS NULL;
SELECT * FROM users ORDER BY id;
