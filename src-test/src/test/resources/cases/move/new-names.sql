-- An application of the old shape that already names the new table. The plain side says the same in old names.

-- case: read
-- stages: !expand
-- plain: SELECT id AS user_id, address_street AS street, address_city AS city, address_postal_code AS postal_code FROM users WHERE num_nonnulls(address_street, address_city, address_postal_code) > 0 ORDER BY id
SELECT user_id, street, city, postal_code FROM addresses ORDER BY user_id;
-- plain: SELECT address_city AS city FROM users WHERE id = 2
SELECT a.city FROM addresses a WHERE a.user_id = 2;
-- plain: SELECT id AS user_id FROM users WHERE address_street = 'Oak 2' ORDER BY id
SELECT user_id FROM addresses WHERE street = 'Oak 2' ORDER BY user_id;
-- plain: SELECT u.username, u.address_city AS city FROM users u WHERE num_nonnulls(address_street, address_city, address_postal_code) > 0 ORDER BY u.id
SELECT u.username, a.city FROM users u JOIN addresses a ON a.user_id = u.id ORDER BY u.id;
-- plain: SELECT count(*) FROM users WHERE num_nonnulls(address_street, address_city, address_postal_code) > 0
SELECT count(*) FROM addresses;

-- case: update
-- stages: !expand
-- plain: UPDATE users SET address_street = 'Fir 7' WHERE id = 1
UPDATE addresses SET street = 'Fir 7' WHERE user_id = 1;
-- params: 'Bern', 2
-- plain: UPDATE users SET address_city = ? WHERE id = ?
UPDATE addresses SET city = ? WHERE user_id = ?;
-- plain: UPDATE users SET address_city = 'Bonn' WHERE address_city = 'Rome'
UPDATE addresses SET city = 'Bonn' WHERE city = 'Rome';
SELECT * FROM users ORDER BY id;
