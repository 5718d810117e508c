-- What the application of the old shape sends, and the join that a person would write against the new table. Without one the plan may read the old table alone.

-- phases: expand, dual-write, coalesce, cutover, contract
SELECT id, username FROM users WHERE id = 4711;
SELECT count(*) FROM users;
SELECT username, age FROM users WHERE age = 30 ORDER BY username LIMIT 10;
SELECT age, count(*) FROM users GROUP BY age;
SELECT o.id, u.username FROM orders o JOIN users u ON u.id = o.user_id WHERE o.id BETWEEN 100 AND 200;
SELECT EXISTS (SELECT FROM users WHERE username = 'user77');
SELECT u.id, count(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id;
SELECT id, username FROM users WHERE id = 4711 FOR UPDATE;

-- phases: expand, dual-write
SELECT * FROM users WHERE id = 4711;
SELECT id FROM users WHERE address_street = 'Street 77';
SELECT address_city, count(*) FROM users GROUP BY address_city;

-- phases: coalesce, cutover
SELECT id FROM users WHERE address_street = 'Street 77';
SELECT address_city, count(*) FROM users GROUP BY address_city;
SELECT address_street FROM users WHERE id = 4711 FOR UPDATE;

-- phases: coalesce
SELECT id, address_street, address_city FROM users WHERE id = 4711;
-- by hand: SELECT u.id, CASE WHEN a.user_id IS NOT NULL THEN a.street ELSE u.address_street END, CASE WHEN a.user_id IS NOT NULL THEN a.city ELSE u.address_city END FROM users u LEFT JOIN addresses a ON a.user_id = u.id WHERE u.id = 4711
SELECT id, address_street FROM users WHERE address_street = 'Street 77';
-- by hand: SELECT u.id, CASE WHEN a.user_id IS NOT NULL THEN a.street ELSE u.address_street END FROM users u LEFT JOIN addresses a ON a.user_id = u.id WHERE u.address_street = 'Street 77'
SELECT * FROM users ORDER BY id LIMIT 20;
-- by hand: SELECT u.id, u.username, CASE WHEN a.user_id IS NOT NULL THEN a.street ELSE u.address_street END, CASE WHEN a.user_id IS NOT NULL THEN a.city ELSE u.address_city END, u.age FROM users u LEFT JOIN addresses a ON a.user_id = u.id ORDER BY u.id LIMIT 20

-- phases: cutover, contract
SELECT id, address_street, address_city FROM users WHERE id = 4711;
-- by hand: SELECT u.id, a.street, a.city FROM users u LEFT JOIN addresses a ON a.user_id = u.id WHERE u.id = 4711
SELECT * FROM users ORDER BY id LIMIT 20;
-- by hand: SELECT u.id, u.username, a.street, a.city, u.age FROM users u LEFT JOIN addresses a ON a.user_id = u.id ORDER BY u.id LIMIT 20
SELECT u.address_city, o.total FROM orders o JOIN users u ON u.id = o.user_id WHERE o.id BETWEEN 100 AND 200;
-- by hand: SELECT a.city, o.total FROM orders o JOIN users u ON u.id = o.user_id LEFT JOIN addresses a ON a.user_id = u.id WHERE o.id BETWEEN 100 AND 200
SELECT address_street FROM users;
-- by hand: SELECT a.street FROM users u LEFT JOIN addresses a ON a.user_id = u.id

-- phases: contract
SELECT id FROM users WHERE address_street = 'Street 77';
-- by hand: SELECT u.id FROM users u LEFT JOIN addresses a ON a.user_id = u.id WHERE a.street = 'Street 77'
SELECT id, address_street FROM users WHERE address_street IN ('Street 77', 'Street 78') AND age > 20;
-- by hand: SELECT u.id, a.street FROM users u LEFT JOIN addresses a ON a.user_id = u.id WHERE a.street IN ('Street 77', 'Street 78') AND u.age > 20
SELECT address_city, count(*) FROM users GROUP BY address_city;
-- by hand: SELECT a.city, count(*) FROM users u LEFT JOIN addresses a ON a.user_id = u.id GROUP BY a.city
SELECT max(address_city) FROM users WHERE age = 30;
-- by hand: SELECT max(a.city) FROM users u LEFT JOIN addresses a ON a.user_id = u.id WHERE u.age = 30
SELECT id, address_city FROM users WHERE username = 'user77' GROUP BY id;
-- by hand: SELECT u.id, a.city FROM users u LEFT JOIN addresses a ON a.user_id = u.id WHERE u.username = 'user77' GROUP BY u.id, a.city
SELECT u.id FROM users u WHERE EXISTS (SELECT FROM users v WHERE v.address_street = u.address_street AND v.id <> u.id) AND u.id < 50;
-- by hand: SELECT u.id FROM users u LEFT JOIN addresses a ON a.user_id = u.id WHERE EXISTS (SELECT FROM users v LEFT JOIN addresses b ON b.user_id = v.id WHERE b.street = a.street AND v.id <> u.id) AND u.id < 50
