-- MERGE into a table of which columns move to another table.

-- case: delete
MERGE INTO users u USING (VALUES (6), (7), (300)) s(k) ON u.id = s.k WHEN MATCHED THEN DELETE;
SELECT * FROM users ORDER BY id;
MERGE INTO users USING places p ON p.user_id = users.id AND p.id = 99 WHEN MATCHED THEN DELETE;
SELECT * FROM users ORDER BY id;

-- case: delete on conditions
MERGE INTO users u USING (VALUES (5, true), (6, false), (7, true), (8, NULL)) s(k, gone) ON u.id = s.k WHEN MATCHED AND s.gone AND u.age < 20 THEN DELETE WHEN MATCHED AND s.gone THEN DO NOTHING WHEN MATCHED AND s.gone IS NULL THEN DELETE;
SELECT * FROM users ORDER BY id;

-- case: delete on a moved column
MERGE INTO users u USING (VALUES (5), (6), (7)) s(k) ON u.id = s.k WHEN MATCHED AND u.address_city = 'Rome' THEN DELETE WHEN MATCHED AND u.address_city = '' THEN UPDATE SET address_city = NULL, age = 1;
SELECT * FROM users ORDER BY id;
MERGE INTO users u USING places p ON p.id + 4 = u.id WHEN MATCHED AND p.street = u.address_street THEN DO NOTHING WHEN MATCHED AND u.address_street IS NULL THEN DELETE;
SELECT * FROM users ORDER BY id;

-- case: delete, update and insert
MERGE INTO users u USING (VALUES (4, 'a'), (6, 'b'), (7, 'c'), (300, 'd'), (301, NULL)) s(k, v) ON u.id = s.k WHEN MATCHED AND s.v = 'b' THEN DELETE WHEN MATCHED THEN UPDATE SET address_street = s.v || '!', age = 7 WHEN NOT MATCHED AND s.k > 99 THEN INSERT (id, username, address_city) VALUES (s.k, s.v, s.v || '?');
SELECT * FROM users ORDER BY id;

-- case: delete of a row that is referred to
MERGE INTO users u USING (VALUES (1), (7)) s(k) ON u.id = s.k WHEN MATCHED THEN DELETE;
SELECT * FROM users ORDER BY id;

-- case: on a moved column
MERGE INTO users u USING (VALUES (7, 'x'), (8, 'y')) s(k, v) ON u.id = s.k AND u.address_postal_code = '00100' WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND s.k = 99 THEN INSERT (id) VALUES (s.k);
SELECT * FROM users ORDER BY id;

-- case: on a moved column, in every way
MERGE INTO users u USING places p ON p.street = u.address_street WHEN MATCHED THEN UPDATE SET address_city = p.bio, age = p.id WHEN NOT MATCHED AND p.id < 9 THEN INSERT (id, address_street, address_city) VALUES (p.id + 300, p.street, p.city);
SELECT * FROM users ORDER BY id;
MERGE INTO users u USING (VALUES ('Oslo', 1), ('Rome', 2), ('Bern', 3)) s(city, n) ON u.address_city = s.city WHEN MATCHED AND s.n = 1 THEN DELETE WHEN MATCHED AND u.address_street = 'Oak 2' THEN UPDATE SET address_street = NULL, address_city = NULL WHEN NOT MATCHED THEN INSERT (id, address_city) VALUES (s.n + 400, s.city) RETURNING merge_action(), u.id, u.address_street;
SELECT * FROM users ORDER BY id;
MERGE INTO users u USING (VALUES ('Elm 1')) s(v) ON u.address_street = s.v WHEN NOT MATCHED BY SOURCE AND u.id > 5 THEN UPDATE SET address_postal_code = 'none' WHEN MATCHED THEN UPDATE SET age = 3;
MERGE INTO users u USING (VALUES ('none'), ('some')) s(v) ON u.address_postal_code = s.v AND u.id < 8 WHEN MATCHED AND u.id > 6 THEN DO NOTHING WHEN MATCHED THEN UPDATE SET address_street = s.v;
MERGE INTO users u USING (VALUES (1)) s(v) ON u.address_city IS NULL WHEN NOT MATCHED THEN INSERT (id) VALUES (500);
MERGE INTO users u USING (VALUES ('Oak 2')) s(v) ON u.address_street = s.v WHEN NOT MATCHED BY SOURCE AND u.id > 300 THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT (id, address_street) VALUES (501, s.v);
SELECT * FROM users ORDER BY id;
-- params: 'Oak 2', 'x'
-- params: 'Ash 3', 'y'
-- params: 'Yew 8', 'z'
MERGE INTO users u USING (SELECT ?::text AS v) s ON u.address_street = s.v WHEN MATCHED THEN UPDATE SET address_city = ? WHEN NOT MATCHED THEN INSERT (id, address_street) VALUES (600, s.v);
MERGE INTO users u USING (SELECT address_city, max(id) AS n FROM users GROUP BY address_city) s ON u.address_city IS NOT DISTINCT FROM s.address_city AND u.id = s.n WHEN MATCHED AND u.id > 500 THEN DELETE WHEN MATCHED THEN UPDATE SET address_city = s.address_city || '.';
SELECT * FROM users ORDER BY id;

-- case: delete returning
MERGE INTO users u USING (VALUES (6), (300)) s(k) ON u.id = s.k WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND s.k > 99 THEN INSERT (id, address_street) VALUES (s.k, 'Fir 7') RETURNING merge_action(), u.*;
MERGE INTO users u USING (VALUES (7)) s(k) ON u.id = s.k WHEN MATCHED THEN DELETE RETURNING old.address_street, new.address_street, u.address_city, s.*;
SELECT * FROM users ORDER BY id;

-- case: delete of what the source has not
DELETE FROM orders;
MERGE INTO users u USING places p ON p.user_id = u.id WHEN NOT MATCHED BY SOURCE AND u.id > 4 THEN DELETE WHEN MATCHED THEN UPDATE SET address_street = p.street;
SELECT * FROM users ORDER BY id;
MERGE INTO users u USING (SELECT id, note FROM orders) o ON o.id = u.id WHEN NOT MATCHED BY SOURCE AND u.age > 30 THEN DELETE WHEN NOT MATCHED BY SOURCE THEN UPDATE SET address_city = 'left' RETURNING merge_action(), u.id, u.address_city;
SELECT * FROM users ORDER BY id;

-- case: what the source has not, by names that it has
MERGE INTO users u USING (VALUES (1, 5)) s(id, age) ON u.id = s.id WHEN NOT MATCHED BY SOURCE AND id < 4 AND age > 30 THEN UPDATE SET address_street = id || age::text || email || address_street, username = age || address_street WHEN NOT MATCHED BY SOURCE AND age = 18 THEN DELETE;
SELECT * FROM users ORDER BY id;

-- case: update of what the source has and has not
MERGE INTO users u USING (VALUES (1, 'x'), (2, 'y')) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_city = s.v WHEN NOT MATCHED BY SOURCE AND u.id < 5 THEN UPDATE SET address_city = 'none', address_street = u.address_street || '.' RETURNING u.id, u.address_street, u.address_city;
MERGE INTO users u USING (VALUES (1, 'x'), (NULL, NULL)) s(k, v) ON u.id = s.k OR s.k IS NULL AND u.id = 2 WHEN MATCHED THEN UPDATE SET address_city = coalesce(s.v, 'null') WHEN NOT MATCHED BY SOURCE THEN UPDATE SET age = age;
SELECT * FROM users ORDER BY id;

-- case: update by several clauses
MERGE INTO users u USING (VALUES (1, 1), (2, 2), (3, 3), (4, 4)) s(k, v) ON u.id = s.k WHEN MATCHED AND s.v = 1 THEN UPDATE SET address_street = 'one' WHEN MATCHED AND s.v = 2 THEN UPDATE SET address_city = 'two' WHEN MATCHED AND u.address_city IS NULL THEN UPDATE SET address_postal_code = s.v, age = 5 WHEN MATCHED THEN DO NOTHING;
MERGE INTO users u USING (VALUES (5), (6), (7)) s(k) ON u.id = s.k WHEN MATCHED AND u.email LIKE 'e%' THEN UPDATE SET address_street = u.email WHEN MATCHED AND u.email LIKE 'f%' THEN UPDATE SET address_city = u.email WHEN MATCHED THEN UPDATE SET address_city = NULL;
SELECT * FROM users ORDER BY id;

-- case: update with values that are there
MERGE INTO users u USING (VALUES (1, 'a'), (3, 'b'), (4, 'c')) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_street = u.address_city || s.v, address_city = u.address_street;
MERGE INTO users u USING (VALUES (1), (2), (8)) s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET age = u.age + 1, address_city = u.age || ' was', username = coalesce(u.address_street, '-') || u.username;
MERGE INTO users u USING (VALUES (5, 'id', 'age')) s(k, email, age) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_city = s.email || u.email || u.age;
SELECT * FROM users ORDER BY id;

-- case: update to the same and to nothing
MERGE INTO users u USING users s ON u.id = s.id WHEN MATCHED THEN UPDATE SET address_street = s.address_street, address_city = s.address_city, address_postal_code = s.address_postal_code;
MERGE INTO users u USING (VALUES (1), (5)) s(k) ON u.id = s.k WHEN MATCHED THEN UPDATE SET (address_street, address_city, address_postal_code) = (NULL, NULL, DEFAULT);
SELECT * FROM users ORDER BY id;

-- case: update of a moved and another column by a row
MERGE INTO users u USING (VALUES (1, 'x', 9)) s(k, v, n) ON u.id = s.k WHEN MATCHED THEN UPDATE SET (address_city, age) = ROW(s.v, s.n), address_street = 'Fir 7';
MERGE INTO users u USING (VALUES (2, 'x', 9)) s(k, v, n) ON u.id = s.k WHEN MATCHED THEN UPDATE SET (age, address_city) = (s.n, u.age::text);
SELECT * FROM users ORDER BY id;

-- case: insert
MERGE INTO users u USING (VALUES (300, 'Fir 7', 'Bern'), (301, NULL, NULL)) s(k, v, w) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (id, address_street, address_city) VALUES (s.k, s.v, s.w);
MERGE INTO users USING (VALUES (302, 'Fir 7', 'Bern', 7)) s(id, address_street, username, age) ON users.id = s.id WHEN NOT MATCHED THEN INSERT (id, address_street, address_city, username, age) VALUES (id, address_street, age || username, username, age);
MERGE INTO users u USING (VALUES (303)) s(k) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (address_city, id, address_street) VALUES (DEFAULT, s.k, 'Yew 8');
MERGE INTO users u USING (VALUES ('nobody', 'here')) s(k, v) ON u.username = s.k WHEN NOT MATCHED BY TARGET THEN INSERT (username, address_city) VALUES (s.k, s.v) RETURNING u.id > 8, u.address_city;
MERGE INTO users u USING (VALUES ('here')) s(v) ON false WHEN NOT MATCHED THEN INSERT (address_city) VALUES (s.v);
SELECT * FROM users ORDER BY id;

-- case: insert by several clauses
MERGE INTO users u USING (VALUES (300, 'a'), (301, 'b'), (302, 'c'), (303, 'd')) s(id, email) ON u.id = s.id WHEN NOT MATCHED AND email = 'a' THEN INSERT (id, address_street) VALUES (id, email) WHEN NOT MATCHED AND s.email = 'b' THEN INSERT (id, address_city, age) VALUES (s.id, s.email, 3) WHEN NOT MATCHED AND s.id = 302 THEN DO NOTHING WHEN NOT MATCHED THEN INSERT (id, email) VALUES (s.id, s.email) RETURNING u.*;
SELECT * FROM users ORDER BY id;

-- case: insert of defaults
-- needs: free
MERGE INTO users u USING (VALUES (700)) s(k) ON u.id = s.k WHEN NOT MATCHED THEN INSERT DEFAULT VALUES;
SELECT count(*), count(address_street) FROM users;

-- case: bound
-- params: 1, 'Fir 7', 'Bern', 'Yew 8'
-- params: 300, 'Fir 7', 'Bern', 'Yew 8'
MERGE INTO users u USING (SELECT ?::int AS k, ?::text AS v) s ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_street = s.v, address_city = ? WHEN NOT MATCHED THEN INSERT (id, address_street) VALUES (s.k, ?);
-- params: 6, 'Oak 2', 18
-- params: 7, 'Oak 2', 25
-- params: 5, 'Oak 2', 18
MERGE INTO users u USING (SELECT ?::int AS k) s ON u.id = s.k WHEN MATCHED AND u.address_street = ? THEN UPDATE SET age = 1 WHEN MATCHED AND u.age = ? THEN DELETE RETURNING u.id, u.address_city;
SELECT * FROM users ORDER BY id;

-- case: batch
-- batch
-- params: 1, 'Fir 7'
-- params: 6, 'Oak 2'
-- params: 300, 'Yew 8'
-- params: 300, 'Box 9'
-- params: 8, 'Oak 3'
MERGE INTO users u USING (SELECT ?::int AS k, ?::text AS v) s ON u.id = s.k WHEN MATCHED AND u.address_street = '' THEN DELETE WHEN MATCHED THEN UPDATE SET address_street = s.v, age = 2 WHEN NOT MATCHED AND s.k > 99 THEN INSERT (id, address_street) VALUES (s.k, s.v || '?');
-- batch
-- params: 310, 'Fir 7'
-- params: 310, 'Oak 2'
-- params: 311, 'Yew 8'
MERGE INTO users u USING (SELECT ?::int AS k, ?::text AS v) s ON u.id = s.k WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, address_street) VALUES (s.k, s.v || '?');
SELECT * FROM users ORDER BY id;

-- case: generated keys
-- keys: id,address_city
MERGE INTO users u USING (VALUES (1, 'x'), (300, 'y')) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_city = s.v WHEN NOT MATCHED THEN INSERT (id, address_city) VALUES (s.k, s.v);
-- keys: *
MERGE INTO users u USING (VALUES (7)) s(k) ON u.id = s.k WHEN MATCHED THEN DELETE;
SELECT * FROM users ORDER BY id;

-- case: sources of all kinds
WITH s AS (SELECT id AS k, address_city AS v FROM users WHERE address_street IS NULL) MERGE INTO users u USING s ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_street = coalesce(s.v, 'none');
MERGE INTO users u USING (places p JOIN orders o ON o.user_id = p.user_id AND o.id IN (1, 3)) ON u.id = p.user_id WHEN MATCHED AND o.note = u.address_street THEN UPDATE SET address_city = o.note || p.bio;
MERGE INTO users u USING places p JOIN orders o ON o.user_id = p.user_id AND o.id = 3 ON u.id = p.user_id WHEN MATCHED AND o.note = u.address_street THEN UPDATE SET address_city = o.note || p.bio;
MERGE INTO users u USING generate_series(6, 7) g ON u.id = g WHEN MATCHED AND u.address_street = '' THEN DELETE WHEN MATCHED THEN UPDATE SET address_street = 'g' || g;
MERGE INTO users u USING (SELECT user_id, count(*) AS n, max(note) AS m FROM orders GROUP BY user_id) o ON u.id = o.user_id WHEN MATCHED AND o.n > 1 THEN UPDATE SET address_city = o.m || o.n WHEN MATCHED THEN UPDATE SET address_street = (SELECT p.street FROM places p WHERE p.user_id = o.user_id);
SELECT * FROM users ORDER BY id;

-- case: one row twice
MERGE INTO users u USING (VALUES (1, 'x'), (1, 'y')) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_city = s.v;
MERGE INTO users u USING (VALUES (7, 'x'), (7, 'y')) s(k, v) ON u.id = s.k WHEN MATCHED AND s.v = 'x' THEN DELETE WHEN MATCHED AND s.v = 'z' THEN UPDATE SET address_city = s.v;
SELECT * FROM users ORDER BY id;

-- case: violations
MERGE INTO users u USING (VALUES (1, 'more than ten')) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_postal_code = s.v;
MERGE INTO users u USING (VALUES (300, 'more than ten')) s(k, v) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (id, address_postal_code) VALUES (s.k, s.v);
MERGE INTO users u USING (VALUES (300, 'alice')) s(k, v) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (id, username, address_city) VALUES (s.k, s.v, s.v);
MERGE INTO users u USING (VALUES (1, 5)) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_street = s.v;
MERGE INTO users u USING (VALUES (1, 5)) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_stret = s.v;
MERGE INTO users u USING (VALUES (1, 5)) s(k, v) ON u.id = s.k WHEN NOT MATCHED BY SOURCE THEN UPDATE SET address_street = s.v;
MERGE INTO users u USING (VALUES (1, 5)) s(k, v) ON u.id = s.k WHEN NOT MATCHED BY SOURCE AND u.id = 1 THEN UPDATE SET address_street = v;
MERGE INTO users u USING (VALUES (300, 5)) s(k, v) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (id, address_street) VALUES (s.k, u.email);
MERGE INTO users u USING (VALUES (300, 5)) s(k, v) ON u.id = s.k WHEN NOT MATCHED AND s.k > 1 THEN INSERT (id, address_street) VALUES (s.k, email);
MERGE INTO users u USING (VALUES (300, 5)) s(k, v) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (id, address_street) VALUES (s.k, email);
MERGE INTO users u USING (VALUES (300, 5)) s(k, v) ON u.id = s.k WHEN NOT MATCHED THEN INSERT (id, address_street) VALUES (s.k);
MERGE INTO users u USING (VALUES (1, 5)) s(k, v) ON u.id = s.k WHEN MATCHED THEN UPDATE SET address_street = 'a', address_street = 'b';
MERGE INTO users u USING (VALUES (1, 5)) s(id, age) ON u.id = s.id WHEN MATCHED AND age = 3 THEN UPDATE SET address_street = 'a';
SELECT * FROM users ORDER BY id;

-- case: autocommit
-- autocommit
MERGE INTO users u USING (VALUES (6), (7), (300)) s(k) ON u.id = s.k WHEN MATCHED AND u.address_city = 'Rome' THEN DELETE WHEN MATCHED THEN UPDATE SET address_city = 'x' WHEN NOT MATCHED AND s.k > 99 THEN INSERT (id, address_city) VALUES (s.k, 'y');
SELECT * FROM users ORDER BY id;
MERGE INTO users u USING (VALUES (1), (300)) s(k) ON u.id = s.k WHEN MATCHED THEN DELETE;
SELECT * FROM users ORDER BY id;
