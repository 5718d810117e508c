-- Reads of a table of which columns move to another table.

-- case: columns that stay
SELECT id, username, age FROM users ORDER BY id;
SELECT u.email FROM users u WHERE u.id = 3;
SELECT count(*), max(age) FROM users;
SELECT age, count(*) FROM users GROUP BY age ORDER BY age;
SELECT username FROM users WHERE age > 20 ORDER BY username DESC LIMIT 3;
SELECT o.id, u.username FROM orders o LEFT JOIN users u ON u.id = o.user_id ORDER BY o.id;

-- case: columns that move
SELECT id, address_street, address_city, address_postal_code FROM users ORDER BY id;
SELECT u.address_city AS city, u.id FROM users u WHERE u.id = 2;
SELECT address_street || ', ' || address_city FROM users ORDER BY id;
SELECT coalesce(address_street, 'none'), length(address_postal_code) FROM users ORDER BY id;
-- params: 1
SELECT address_street, address_postal_code FROM users WHERE id = ?;

-- case: sought by a column that moves
SELECT id FROM users WHERE address_street = 'Oak 2' ORDER BY id;
SELECT id FROM users WHERE address_city IS NULL ORDER BY id;
SELECT id FROM users WHERE NOT address_city = 'Rome' ORDER BY id;
SELECT id FROM users WHERE address_city IS DISTINCT FROM 'Rome' ORDER BY id;
SELECT id FROM users WHERE address_street IN ('Elm 1', 'Ash 3') OR address_postal_code LIKE '00%' ORDER BY id;
SELECT id FROM users WHERE address_street BETWEEN 'A' AND 'F' ORDER BY id;
SELECT id FROM users WHERE (address_street, address_city) = ('Oak 2', 'Rome') ORDER BY id;
SELECT id FROM users WHERE coalesce(address_street, address_city) IS NULL ORDER BY id;
-- params: 'Rome', 20
SELECT id FROM users WHERE address_city = ? AND age > ? ORDER BY id;

-- case: ordered
SELECT id, address_city FROM users ORDER BY address_city NULLS FIRST, id;
SELECT id FROM users ORDER BY address_street DESC NULLS LAST, id LIMIT 4 OFFSET 1;
SELECT address_city AS a, id AS b FROM users ORDER BY a, b;
SELECT address_street, id FROM users ORDER BY 1, 2;
SELECT address_city FROM users ORDER BY length(address_street), id;

-- case: grouped
SELECT address_city, count(*) FROM users GROUP BY address_city ORDER BY 1;
SELECT address_city, address_street, sum(age) FROM users GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(address_street), count(DISTINCT address_city), min(address_street), string_agg(address_postal_code, ',' ORDER BY id) FROM users;
SELECT address_city FROM users GROUP BY address_city HAVING count(*) > 1 ORDER BY 1;
SELECT address_city, grouping(address_city) FROM users GROUP BY ROLLUP (address_city) ORDER BY 1, 2;
SELECT count(*) FILTER (WHERE address_city = 'Rome') FROM users;

-- case: grouped by the primary key
SELECT id, address_street, count(*) FROM users GROUP BY id ORDER BY id;
SELECT u.id, u.address_city, u.username, sum(o.total) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY u.id;
SELECT u.* FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id HAVING count(o.id) > 0 ORDER BY u.id;

-- case: distinct
SELECT DISTINCT address_city FROM users ORDER BY 1;
SELECT DISTINCT ON (address_city) address_city, id FROM users ORDER BY address_city, id;
SELECT DISTINCT address_street, address_city FROM users WHERE id > 1 ORDER BY 1, 2;

-- case: stars
SELECT * FROM users ORDER BY id;
SELECT u.* FROM users u WHERE u.address_city = 'Rome' ORDER BY u.id;
SELECT *, address_city AS again FROM users ORDER BY id;
SELECT * FROM users u JOIN orders o ON o.user_id = u.id ORDER BY o.id;
SELECT * FROM users NATURAL JOIN orders ORDER BY 1;
SELECT * FROM users JOIN orders USING (id) ORDER BY id;
TABLE users;

-- case: whole rows
SELECT row_to_json(u) FROM users u ORDER BY id;
SELECT to_jsonb(users) - 'id' FROM users ORDER BY id;
SELECT count(u) FROM users u;
SELECT count(u) FROM orders o LEFT JOIN users u ON u.id = o.user_id;
SELECT u IS NULL, u IS NOT NULL FROM users u ORDER BY id;
SELECT json_agg(x ORDER BY x.id) FROM (SELECT id, address_city FROM users) x;

-- case: joins
SELECT u.address_city, o.total FROM users u JOIN orders o ON o.user_id = u.id ORDER BY o.id;
SELECT o.id, u.address_street FROM orders o LEFT JOIN users u ON u.id = o.user_id ORDER BY o.id;
SELECT o.id, u.address_street FROM users u RIGHT JOIN orders o ON u.id = o.user_id AND u.address_city = 'Paris' ORDER BY o.id;
SELECT u.id, o.id FROM users u FULL JOIN orders o ON o.note = u.address_street ORDER BY u.id, o.id;
SELECT a.id, b.id FROM users a JOIN users b ON a.address_city = b.address_city AND a.id < b.id ORDER BY 1, 2;
SELECT a.id, b.id FROM users a JOIN users b USING (address_street) ORDER BY 1, 2;
SELECT u.id, p.bio FROM users u, places p WHERE p.street = u.address_street ORDER BY u.id, p.id;
SELECT u.id, p.id FROM users u CROSS JOIN LATERAL (SELECT p.id FROM places p WHERE p.city = u.address_city ORDER BY p.id LIMIT 1) p ORDER BY 1;
SELECT street, address_street FROM users u JOIN places p ON p.user_id = u.id ORDER BY p.id;

-- case: subqueries
SELECT id FROM places p WHERE EXISTS (SELECT FROM users u WHERE u.address_street = p.street) ORDER BY id;
SELECT id FROM places WHERE street IN (SELECT address_street FROM users) ORDER BY id;
SELECT id FROM places WHERE street NOT IN (SELECT address_street FROM users WHERE address_street IS NOT NULL) ORDER BY id;
SELECT p.id, (SELECT u.address_city FROM users u WHERE u.id = p.user_id) FROM places p ORDER BY p.id;
SELECT id FROM users WHERE address_city = (SELECT address_city FROM users WHERE id = 2) ORDER BY id;
SELECT x.s FROM (SELECT address_street AS s, id FROM users) x WHERE x.s > 'B' ORDER BY x.id;
SELECT (SELECT count(*) FROM orders o WHERE o.note = u.address_street) FROM users u ORDER BY u.id;
SELECT ARRAY(SELECT address_city FROM users ORDER BY id);

-- case: with queries
WITH a AS (SELECT id, address_city FROM users) SELECT * FROM a WHERE address_city IS NOT NULL ORDER BY id;
WITH a AS MATERIALIZED (SELECT * FROM users) SELECT a.address_street FROM a ORDER BY a.id;
WITH RECURSIVE r(id, city) AS (SELECT id, address_city FROM users WHERE id = 1 UNION ALL SELECT u.id, u.address_city FROM users u JOIN r ON u.id = r.id + 1) SELECT * FROM r ORDER BY id;
WITH users AS (SELECT 1 AS id, 'x' AS address_street) SELECT address_street FROM users;

-- case: set operations
SELECT address_city FROM users UNION SELECT city FROM places ORDER BY 1;
SELECT address_city FROM users INTERSECT SELECT city FROM places ORDER BY 1;
SELECT id, address_street FROM users WHERE id < 3 UNION ALL SELECT user_id, street FROM places ORDER BY 1, 2;
SELECT address_city FROM users EXCEPT ALL SELECT city FROM places ORDER BY 1;

-- case: windows
SELECT id, row_number() OVER (PARTITION BY address_city ORDER BY id) FROM users ORDER BY id;
SELECT id, lag(address_street) OVER (ORDER BY id), first_value(address_city) OVER w FROM users WINDOW w AS (ORDER BY address_street NULLS FIRST, id) ORDER BY id;
SELECT id, rank() OVER (ORDER BY address_city) FROM users ORDER BY 2, 1;

-- case: locking
SELECT id, address_street FROM users WHERE id = 1 FOR UPDATE;
SELECT * FROM users WHERE id = 4 FOR NO KEY UPDATE;
SELECT address_city FROM users WHERE address_street = 'Oak 2' ORDER BY id FOR UPDATE;
SELECT u.address_city, o.id FROM users u JOIN orders o ON o.user_id = u.id ORDER BY o.id FOR UPDATE OF u;
SELECT o.id, u.address_city FROM orders o JOIN users u ON o.user_id = u.id ORDER BY o.id FOR UPDATE OF o;
SELECT address_street FROM users ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED;
SELECT id FROM users WHERE id = 2 FOR SHARE NOWAIT;
SELECT address_street, id FROM users WHERE id = 3 FOR KEY SHARE;
SELECT x.address_street FROM (SELECT id, address_street FROM users WHERE id = 1 FOR UPDATE) x;

-- case: system columns and the table's own name
SELECT users.address_street, public.users.address_city FROM public.users ORDER BY users.id;
SELECT tableoid::regclass, address_street FROM users ORDER BY id;
SELECT id FROM ONLY users WHERE address_city = 'Rome' ORDER BY id;
SELECT address_street FROM users AS u(a, b, c, address_street, e) ORDER BY a;
SELECT d FROM users AS u(a, b, c, d) ORDER BY a;

-- case: labels
SELECT address_street::text, address_city COLLATE "C", (SELECT address_postal_code FROM users WHERE id = 1) FROM users WHERE id = 1;
SELECT upper(address_street), CASE WHEN address_city = 'Rome' THEN address_street END FROM users ORDER BY id;

-- case: views
SELECT * FROM user_emails ORDER BY id;
-- stages: !contract
SELECT id, address_city FROM user_places ORDER BY id;

-- case: cursors and fetch size
-- fetch: 3
SELECT id, address_street FROM users ORDER BY id;
-- maxrows: 2
SELECT address_city FROM users ORDER BY id;
DECLARE c CURSOR FOR SELECT id, address_city FROM users ORDER BY id;
FETCH 3 FROM c;

-- case: prepared and explained
PREPARE p(int) AS SELECT address_street, address_city FROM users WHERE id = $1;
EXECUTE p(2);
DEALLOCATE p;

-- case: errors
SELECT address_stret FROM users;
SELECT u.street FROM users u;
SELECT street FROM users;
SELECT city, id FROM users ORDER BY id;
SELECT address_city FROM users GROUP BY id, username HAVING address_street = 1;
SELECT address_city, count(*) FROM users;
SELECT address_city + 1 FROM users;
SELECT id FROM users WHERE address_street;
