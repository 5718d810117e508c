-- Reads of a renamed text column: what only text has, views, functions, and names that catch.

-- case: like and patterns
SELECT id FROM users WHERE username LIKE 'b%' ORDER BY id;
SELECT id FROM users WHERE username ILIKE 'B%' ORDER BY id;
SELECT id FROM users WHERE username LIKE 'x\_\%' ORDER BY id;
SELECT id FROM users WHERE username LIKE 'x!_!%' ESCAPE '!' ORDER BY id;
SELECT id FROM users WHERE username NOT LIKE '%o%' ORDER BY id;
SELECT id FROM users WHERE username SIMILAR TO '(a|b)%' ORDER BY id;
SELECT id FROM users WHERE username ~ '^[a-z]+$' ORDER BY id;
SELECT id FROM users WHERE username !~* 'BOB' ORDER BY id;
SELECT id FROM users WHERE username ^@ 'al' ORDER BY id;
SELECT id FROM users WHERE username LIKE ANY (ARRAY['a%', 'C%']) ORDER BY id;
-- params: 'b%'
SELECT id, username FROM users WHERE username LIKE ? ORDER BY id;

-- case: functions of text
SELECT upper(username), lower(username), length(username), left(username, 2) FROM users ORDER BY id;
SELECT substring(username FROM 2 FOR 3), position('o' IN username), trim(both 'a' from username), overlay(username placing 'XX' from 1 for 1) FROM users ORDER BY id;
SELECT id FROM users WHERE lower(username) = 'bob' ORDER BY id;
SELECT username || ' <' || email || '>' FROM users ORDER BY id;
SELECT shout(username) FROM users ORDER BY id;
SELECT username::varchar(2), username::char(3), username::bytea FROM users WHERE id < 3 ORDER BY id;
SELECT split_part(username, ' ', 1), regexp_replace(username, '[aeiou]', '*', 'g') FROM users ORDER BY id;
SELECT md5(username), ascii(username), initcap(username), reverse(username) FROM users ORDER BY id;

-- case: collation
SELECT username FROM users ORDER BY username COLLATE "C";
SELECT username COLLATE "C" FROM users ORDER BY 1;
SELECT id FROM users WHERE username < 'b' COLLATE "C" ORDER BY id;
SELECT max(username COLLATE "C"), min(username) FROM users;
SELECT collation for (username) FROM users LIMIT 1;
SELECT pg_collation_for(username) FROM users WHERE id = 1;

-- case: quoting and folding
SELECT USERNAME FROM USERS WHERE ID = 1;
SELECT UserName FROM Users WHERE id = 1;
SELECT "username" FROM "users" WHERE "id" = 1;
SELECT "USERNAME" FROM users;
SELECT username FROM "USERS";
SELECT u."username" AS "User Name" FROM "public"."users" u WHERE id = 1;
SELECT U&"\0075sername" FROM U&"\0075sers" WHERE id = 1;
SELECT U&"!0075sername" UESCAPE '!' FROM users WHERE id = 1;

-- case: schema and database in front
SELECT public.users.username FROM public.users WHERE public.users.id = 1;
SELECT users.username FROM public.users ORDER BY users.id;
SELECT public.users.* FROM public.users ORDER BY id;
SELECT public.users.username FROM users WHERE id = 1;
SELECT public.users.username FROM public.users u WHERE id = 1;

-- case: views over the table
-- stages: !contract
SELECT * FROM active_users ORDER BY id;
SELECT username FROM active_users WHERE username = 'alice';
SELECT a.username, u.username FROM active_users a JOIN users u USING (username) ORDER BY a.id;
SELECT count(*) FROM active_users NATURAL JOIN users;

-- case: views that do not show the column
-- refused: contract-kept
SELECT * FROM user_emails ORDER BY id;
-- refused: contract-kept
SELECT e.email, u.username FROM user_emails e JOIN users u ON u.id = e.id ORDER BY u.id;

-- case: functions over the table
SELECT user_count();
SELECT username, user_count() FROM users ORDER BY id;

-- case: hints and comments
/*+ IndexScan(users) */ SELECT username FROM users WHERE username = 'alice';
SELECT username -- the name; not the handle
FROM users -- ' unbalanced
WHERE id = 1;
/* username ? */ SELECT /* ; */ username FROM users WHERE /* $1 */ id = 1 /* end */;

-- case: unusual spacing
SELECT username,id FROM users WHERE id=1AND username='alice';
SELECT(username)FROM users WHERE(id)=1;
SELECT users.username,users . username,users.	id FROM users WHERE id=1;
SELECT username"x"FROM users WHERE id=1;

-- case: labels that are key words
SELECT username AS select, username AS "from", username AS user FROM users WHERE id = 1;
SELECT username name, username value, username type FROM users WHERE id = 1;
SELECT username AS handle FROM users ORDER BY handle;
SELECT username AS handle, email AS username FROM users ORDER BY username NULLS FIRST, handle;

-- case: order by where label and column disagree
SELECT lower(username) AS username FROM users ORDER BY username, id;
SELECT email AS username FROM users ORDER BY users.username;
SELECT id AS x FROM users ORDER BY username || 'a';
SELECT username AS u FROM users ORDER BY u DESC LIMIT 2;
SELECT username FROM users u ORDER BY u.username DESC, 1;
SELECT username FROM users ORDER BY lower(username), username;

-- case: group by expression
SELECT lower(username), count(*) FROM users GROUP BY lower(username) ORDER BY 1;
SELECT lower(username) AS username, count(*) FROM users GROUP BY 1 ORDER BY 1;
SELECT upper(username) FROM users GROUP BY username ORDER BY username;
SELECT left(username, 1) AS l, string_agg(username, ',' ORDER BY username) FROM users GROUP BY l ORDER BY l;
SELECT username, sum(total) FROM users LEFT JOIN orders ON user_id = users.id GROUP BY username HAVING sum(total) > 6 ORDER BY username;

-- case: both tables have the new name
SELECT username, handle FROM users u JOIN profiles p ON p.user_id = u.id ORDER BY u.id;
SELECT username FROM users u JOIN profiles p ON p.handle = u.username ORDER BY u.id, p.id;
SELECT p.handle, u.username FROM profiles p LEFT JOIN users u ON u.username = p.handle ORDER BY p.id;
SELECT id FROM users WHERE username IN (SELECT handle FROM profiles) ORDER BY id;
SELECT id, (SELECT handle FROM profiles p WHERE p.user_id = users.id) FROM users ORDER BY id;
SELECT u.username FROM users u, LATERAL (SELECT handle FROM profiles p WHERE p.user_id = u.id) l ORDER BY handle;
SELECT * FROM users JOIN profiles ON users.username = handle ORDER BY users.id;
SELECT handle, count(*) FROM users CROSS JOIN profiles GROUP BY handle ORDER BY handle;

-- case: using after a rename by subquery
SELECT * FROM (SELECT username AS handle, id FROM users) u JOIN profiles USING (handle) ORDER BY u.id;
SELECT * FROM (SELECT username AS handle, id FROM users) u NATURAL JOIN profiles ORDER BY u.id;
SELECT handle FROM (SELECT username AS handle FROM users) u NATURAL JOIN (SELECT handle FROM profiles) p ORDER BY handle;
SELECT handle FROM users u(id, handle) WHERE u.id = 1;
SELECT u.handle, p.handle FROM users u(id, handle) JOIN profiles p USING (handle) ORDER BY u.id, p.id;

-- case: joins of three with parentheses
SELECT u.username, o.id, p.handle FROM (users u JOIN orders o ON o.user_id = u.id) LEFT JOIN profiles p ON p.user_id = u.id ORDER BY o.id;
SELECT u.username FROM users u JOIN (orders o JOIN profiles p ON p.user_id = o.user_id) ON o.user_id = u.id ORDER BY o.id;
SELECT x.username FROM (users u JOIN orders o ON o.user_id = u.id) AS x(a, username) ORDER BY x.a, 1;
SELECT x.* FROM (users u JOIN orders o ON o.user_id = u.id) AS x ORDER BY x.username, x.total;
SELECT * FROM (users u CROSS JOIN LATERAL (SELECT u.username || '!' AS loud) l) ORDER BY loud;

-- case: manager hierarchy
WITH RECURSIVE chain AS (SELECT id, username, manager_id, username::text AS path FROM users WHERE manager_id IS NULL UNION ALL SELECT u.id, u.username, u.manager_id, c.path || '/' || u.username FROM users u JOIN chain c ON u.manager_id = c.id) SELECT * FROM chain ORDER BY path, id;
SELECT u.username, m.username AS manager FROM users u LEFT JOIN users m ON m.id = u.manager_id ORDER BY u.id;
SELECT m.username, count(*) FROM users u JOIN users m ON m.id = u.manager_id GROUP BY m.username ORDER BY m.username;
SELECT m.username, array_agg(u.username ORDER BY u.id) FROM users u RIGHT JOIN users m ON m.id = u.manager_id GROUP BY m.id ORDER BY m.id;

-- case: rows and records
SELECT ROW(username, id) FROM users ORDER BY id;
SELECT (ROW(username, id)).f1 FROM users ORDER BY id;
SELECT r FROM (SELECT username, id FROM users) r ORDER BY r.id;
SELECT row_to_json(r) FROM (SELECT username, id FROM users) r ORDER BY id;
SELECT json_build_object('username', username, 'id', id) FROM users ORDER BY id;
SELECT jsonb_build_object('u', to_jsonb(u)) FROM users u ORDER BY id;
-- refused
SELECT (jsonb_populate_record(NULL::users, '{"id": 5, "username": "json", "handle": "no"}')).username;
SELECT u.username, x.* FROM users u, jsonb_to_recordset('[{"a":1}]') AS x(a int) ORDER BY u.id;
-- refused
-- plain: SELECT 1
SELECT array_agg(u) FROM users u WHERE id = 1;
-- refused
-- plain: SELECT 1
SELECT u FROM users u WHERE id = 1;
-- refused
-- plain: SELECT 1
SELECT pg_typeof(u) FROM users u WHERE id = 1;
-- refused
SELECT NULL::users;
SELECT (u.*)::text FROM users u ORDER BY u.id;
SELECT hstore FROM users u WHERE id = 1;

-- case: xml and json of a query
SELECT query_to_xml('SELECT 1 AS x', true, false, '');
SELECT xmlforest(username, id) FROM users WHERE id = 1;
SELECT xmlelement(name username, xmlattributes(username)) FROM users WHERE id = 1;
SELECT json_arrayagg(username ORDER BY id) FROM users;
SELECT json_objectagg(id : username) FROM users WHERE id < 3;
SELECT json_array(SELECT username FROM users ORDER BY id);
SELECT json_object('u' : username) FROM users WHERE id = 1;

-- case: ordered-set aggregates
SELECT mode() WITHIN GROUP (ORDER BY lower(username)) FROM users WHERE id IN (2, 7);
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY username) FROM users;
SELECT rank('bob') WITHIN GROUP (ORDER BY username) FROM users;

-- case: windows over text
SELECT username, lead(username, 1, 'none') OVER (ORDER BY id) FROM users ORDER BY id;
SELECT username, ntile(2) OVER (ORDER BY username), dense_rank() OVER (PARTITION BY active ORDER BY lower(username)) FROM users ORDER BY id;
SELECT DISTINCT first_value(username) OVER (PARTITION BY active ORDER BY id) FROM users ORDER BY 1;
SELECT username, count(*) FILTER (WHERE username > 'b') OVER () FROM users ORDER BY username;
SELECT string_agg(username, ',') OVER (ORDER BY id ROWS 1 PRECEDING) FROM users ORDER BY id;

-- case: limit with ties and by expression
SELECT username FROM users ORDER BY lower(username) FETCH FIRST 2 ROWS WITH TIES;
SELECT username FROM users ORDER BY username LIMIT (SELECT 2);
SELECT username FROM users ORDER BY username LIMIT ALL OFFSET 6;
SELECT username FROM users ORDER BY username LIMIT NULL;

-- case: for update with a join on the value
SELECT u.id, p.id FROM users u JOIN profiles p ON p.handle = u.username ORDER BY u.id, p.id FOR UPDATE;
SELECT u.* FROM users u WHERE username = 'bob' FOR UPDATE NOWAIT;
WITH x AS (SELECT id, username FROM users WHERE id < 3 FOR UPDATE) SELECT * FROM x ORDER BY id;
SELECT * FROM (SELECT * FROM users ORDER BY username LIMIT 2 FOR UPDATE) x ORDER BY username;

-- case: parameters in every place
-- params: 'x', 'alice', 1, 'bob'
SELECT ? || username AS a FROM users WHERE username = ? AND id = ? OR username = ? ORDER BY id;
-- params: 'a', 'b'
SELECT CASE username WHEN 'alice' THEN ? ELSE ? END FROM users ORDER BY id;
-- params: 'alice|bob'::texts
SELECT id FROM users WHERE username = ANY (?) ORDER BY id;
-- params: 'alice', 'zz'
SELECT id FROM users WHERE username BETWEEN ? AND ? ORDER BY username;
-- params: 'alice'::asvarchar
SELECT id FROM users WHERE username = ?;
-- params: 'alice'::object
SELECT id FROM users WHERE username IS NOT DISTINCT FROM ?;
-- params: 'alice'::reader
SELECT id FROM users WHERE username = ?;
-- params: 'alice', 2, 1
SELECT id, username FROM (SELECT * FROM users WHERE username >= ?) x ORDER BY username LIMIT ? OFFSET ?;
-- params: 1, 'bob', 2
WITH a AS (SELECT ?::int AS n), b AS (SELECT username FROM users WHERE username = ?) SELECT n, username, ?::int AS m FROM a, b;

-- case: spaces in char comparison
SELECT id FROM users WHERE username = 'bob '::varchar;
SELECT id FROM users WHERE username = 'bob '::char(10);
SELECT id FROM users WHERE username = 'bob'::text::name;

-- case: unicode and quotes in values
SELECT id FROM users WHERE username = 'änne';
SELECT id FROM users WHERE username = 'dave o''neil';
SELECT id FROM users WHERE username = E'dave o\'neil';
SELECT id FROM users WHERE username = $$dave o'neil$$;
SELECT id FROM users WHERE username = $x$dave o'neil$x$ OR username = U&'\00E4nne' ORDER BY id;
-- params: 'änne'
SELECT id FROM users WHERE username = ?;

-- case: operators given with schema
SELECT id FROM users WHERE username OPERATOR(pg_catalog.=) 'alice';
SELECT id FROM users WHERE username OPERATOR(pg_catalog.||) 'x' = 'bobx';
SELECT pg_catalog.upper(username) FROM pg_catalog.pg_class c, users WHERE users.id = 1 AND c.relname = 'pg_class';

-- case: system catalogs
SELECT count(*) FROM pg_class WHERE relname = 'users';
SELECT 'users'::regclass::text, username FROM users WHERE id = 1;
SELECT tableoid::regclass, username FROM users ORDER BY id;
SELECT u.tableoid = 'users'::regclass, u.ctid IS NOT NULL, u.xmin IS NOT NULL FROM users u WHERE u.id = 1;

-- case: values and set operations around
VALUES (1, 'a'), (2, 'b');
SELECT username FROM users UNION SELECT handle FROM profiles ORDER BY username;
SELECT handle FROM profiles UNION SELECT username FROM users ORDER BY handle;
SELECT username FROM users EXCEPT SELECT handle FROM profiles ORDER BY 1;
SELECT username AS x, 1 AS y FROM users WHERE id = 1 UNION ALL VALUES ('lit', 2) ORDER BY y;
TABLE profiles UNION ALL SELECT id, id, username, email FROM users WHERE id = 1 ORDER BY 1, 3;

-- case: rows from
SELECT * FROM ROWS FROM (generate_series(1, 2), unnest(ARRAY['a', 'b'])) AS f(n, s) JOIN users u ON u.id = f.n ORDER BY f.n;
SELECT u.username, o FROM users u LEFT JOIN LATERAL unnest(ARRAY[u.username, u.email]) WITH ORDINALITY AS o(v, n) ON true ORDER BY u.id, o.n;

-- case: boolean tests in odd places
SELECT username IS NULL, username = '' AS empty, username IN ('bob') FROM users ORDER BY id;
SELECT id FROM users ORDER BY username = 'bob' DESC, id;
SELECT active AND username = 'bob' FROM users ORDER BY id;
SELECT id FROM users WHERE (username, email) IS NOT NULL ORDER BY id;
SELECT id FROM users WHERE (username, email) = ('bob', 'bob@x.org');
SELECT id FROM users WHERE (username, email) OVERLAPS (username, email);
