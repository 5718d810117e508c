-- plain
UPDATE users SET username = 'zoe' WHERE id = 1

-- upper case
UPDATE USERS SET USERNAME = 'zoe' WHERE ID = 1

-- quoted
UPDATE "users" SET "username" = 'zoe' WHERE "id" = 1

-- escaped
UPDATE U&"\0075sers" SET U&"u\0073ername" = 'zoe' WHERE id = 1

-- escaped with six digits
UPDATE U&"\+000075sers" SET username = 'zoe' WHERE id = 1

-- escaped with another character
UPDATE U&"us!0065rs" UESCAPE '!' SET username = 'zoe' WHERE id = 1

-- qualified
UPDATE public.users SET username = 'zoe' WHERE id = 1

-- qualified with the database
UPDATE ${database}.public.users SET username = 'zoe' WHERE id = 1

-- qualified, with room and comments
UPDATE "public" /* . /* nested */ */ . -- not here
  U&"\0075sers" SET username = 'zoe' WHERE id = 1

-- a comment that only a carriage return ends
-- harmless${cr}UPDATE users SET username = 'zoe' WHERE id = 1

-- a comment that hides nothing
/* -- */ UPDATE users SET username = 'zoe' WHERE id = 1 -- /*

-- white space of other kinds
UPDATE${ff}users${vt}SET${tab}username = 'zoe' WHERE id = 1

-- a name that the server cuts to 63 bytes
UPDATE ${long}and_more SET old_name = 'zoe' WHERE id = 1

-- a quoted name that the server cuts to 63 bytes
INSERT INTO "${long}and_more" (id, old_name) VALUES (9, 'zoe')

-- only
UPDATE ONLY (users) SET username = 'zoe' WHERE id = 1

-- the old way to say: and children
UPDATE users * SET username = 'zoe' WHERE id = 1

-- behind a dollar quote
SELECT $x$ ' $x$ || ''; UPDATE users SET username = 'zoe' WHERE id = 1

-- behind an escape
SELECT E'\'' || ''; UPDATE users SET username = 'zoe' WHERE id = 1

-- behind a backslash that is none
SELECT '\'; UPDATE users SET username = 'zoe' WHERE id = 1; SELECT '\'

-- behind a backslash that is one
SET LOCAL standard_conforming_strings = off
;;
SELECT '\'; UPDATE users SET username = 'zoe' WHERE id = 1; SELECT ''

-- several statements
SELECT 1; ; UPDATE users SET username = 'zoe' WHERE id = 1; SELECT 2

-- a write in a CTE
WITH a AS (WITH b AS (SELECT 1), c AS (SELECT 2) SELECT * FROM b, c), w AS (UPDATE users SET username = 'zoe' WHERE id = 1 RETURNING id) SELECT * FROM a, w

-- a write in a CTE of a write elsewhere
WITH w AS (INSERT INTO users (username) VALUES ('zoe') RETURNING id) INSERT INTO orders SELECT 70, id FROM w

-- a CTE of the table's name that reads the table
WITH users AS (SELECT * FROM users) SELECT username FROM users

-- an insert without a list
INSERT INTO users VALUES (90, 'zoe', 'z@x.org', 1, true, NULL)

-- an insert from a select
INSERT INTO users (id, username) SELECT 91, 'zoe'

-- an insert that meets a row
INSERT INTO users (id, username) VALUES (1, 'zoe') ON CONFLICT (id) DO UPDATE SET username = excluded.username

-- a merge
MERGE INTO users USING (VALUES (1)) v (k) ON id = k WHEN MATCHED THEN UPDATE SET username = 'zoe'

-- a merge from the table
MERGE INTO orders USING users ON user_id = users.id WHEN MATCHED THEN UPDATE SET note = username

-- an update from the table
UPDATE orders SET note = username FROM users WHERE users.id = user_id

-- a delete using the table
DELETE FROM orders USING users WHERE users.id = user_id AND username = 'bob'

-- a subquery
SELECT (SELECT array_agg(x) FROM (SELECT username FROM users ORDER BY 1) AS s (x))

-- the short select
TABLE users

-- an arm of a union
SELECT 'x' UNION ALL (TABLE users EXCEPT TABLE users) IS NULL

-- a last arm
SELECT note FROM orders UNION SELECT username FROM users

-- explain
EXPLAIN UPDATE users SET username = 'zoe' WHERE id = 1

-- explain that executes
EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) UPDATE users SET username = 'zoe' WHERE id = 1

-- prepare and execute
PREPARE p (text) AS UPDATE users SET username = $1 WHERE id = 1
;;
EXECUTE p ('zoe')
;;
DEALLOCATE p

-- explain execute
PREPARE p (text) AS UPDATE users SET username = $1 WHERE id = 1
;;
EXPLAIN ANALYZE EXECUTE p ('zoe')

-- create table as execute
PREPARE p AS SELECT username FROM users
;;
CREATE TEMP TABLE copied AS EXECUTE p

-- create table as
CREATE TEMP TABLE copied AS SELECT * FROM users

-- select into
SELECT username INTO TEMP copied FROM users

-- a cursor
DECLARE c CURSOR FOR SELECT id, username FROM users FOR UPDATE
;;
FETCH 1 FROM c
;;
UPDATE users SET username = 'zoe' WHERE CURRENT OF c

-- a cursor that moves on
DECLARE c CURSOR FOR TABLE users
;;
MOVE FORWARD 2 FROM c
;;
FETCH ALL FROM c

-- copy out
COPY users TO STDOUT

-- copy out by columns
COPY public.users (id, username) TO STDOUT

-- copy a query
COPY (SELECT username FROM users) TO STDOUT

-- copy a write
COPY (UPDATE users SET username = 'zoe' WHERE id = 1 RETURNING id) TO STDOUT

-- copy in
COPY users (id, username) FROM STDIN

-- a view
SELECT * FROM user_emails

-- a write through a view
UPDATE user_emails SET email = 'z' WHERE id = 1

-- an insert through a view
INSERT INTO user_emails (id, email) VALUES (92, 'z')

-- a view of a view
SELECT * FROM emails_again

-- a new view
CREATE TEMP VIEW fresh AS SELECT username FROM users
;;
SELECT * FROM fresh

-- a function
SELECT * FROM user_count()

-- a DO block
DO $$ BEGIN UPDATE users SET username = 'zoe' WHERE id = 1; END $$

-- a DO block in upper case
DO LANGUAGE plpgsql 'BEGIN UPDATE USERS SET username = ''zoe'' WHERE id = 1; END'

-- a DO block that speaks in escapes
DO E'BEGIN UPDATE \x75sers SET username = ''zoe'' WHERE id = 1; END'

-- a DO block that puts its text together
DO $$ BEGIN EXECUTE 'UPDATE us' || 'ers SET username = ''zoe'' WHERE id = 1'; END $$

-- a query as a string
SELECT query_to_xml('SELECT count(*) FROM users', true, true, '')

-- another table by the path
CREATE TEMP TABLE users (id int, username text)
;;
INSERT INTO users VALUES (1, 'temporary')
;;
SELECT * FROM users
;;
UPDATE public.users SET username = 'zoe' WHERE id = 1

-- the path moves to another table and back
SET LOCAL search_path = elsewhere, public
;;
UPDATE users SET username = 'theirs'
;;
SET LOCAL search_path = public
;;
UPDATE users SET username = 'zoe' WHERE id = 1

-- the path moves by a function
SELECT set_config('search_path', 'elsewhere', true)
;;
UPDATE users SET username = 'theirs'
;;
SELECT set_config('search_path', 'public', true)
;;
UPDATE users SET username = 'zoe' WHERE id = 1

-- the path moves in the same text
SET LOCAL search_path = elsewhere; UPDATE users SET username = 'theirs'

-- the path moves back in the same text
SET LOCAL search_path = elsewhere
;;
SET LOCAL search_path = public; UPDATE users SET username = 'zoe' WHERE id = 1

-- the path moves back with a savepoint
SAVEPOINT here
;;
SET LOCAL search_path = elsewhere
;;
UPDATE users SET username = 'theirs'
;;
ROLLBACK TO SAVEPOINT here
;;
UPDATE users SET username = 'zoe' WHERE id = 1

-- the path moves back with a savepoint in the same text
SAVEPOINT here
;;
SET LOCAL search_path = elsewhere
;;
SELECT count(*) FROM users
;;
ROLLBACK TO here; UPDATE users SET username = 'zoe' WHERE id = 1

-- the table moves to another name
ALTER TABLE users RENAME TO people
;;
UPDATE people SET username = 'zoe' WHERE id = 1

-- the table moves to another schema
ALTER TABLE users SET SCHEMA elsewhere_too
;;
UPDATE elsewhere_too.users SET username = 'zoe' WHERE id = 1

-- a child of the table
CREATE TABLE child () INHERITS (users)
;;
INSERT INTO child (id, username) VALUES (93, 'zoe')
;;
UPDATE child SET username = 'yan'

-- truncate
TRUNCATE users CASCADE

-- lock
LOCK TABLE users IN SHARE MODE

-- a table like it
CREATE TABLE alike (LIKE users INCLUDING ALL)

-- an outer join in JDBC's escape
SELECT u.username FROM {oj users u LEFT OUTER JOIN orders o ON o.user_id = u.id}

-- a function in JDBC's escape
UPDATE users SET username = {fn concat('z', 'oe')} WHERE id = 1

-- a schema with a view in it
CREATE SCHEMA made CREATE VIEW all_users AS SELECT username FROM public.users
;;
SELECT * FROM made.all_users

-- a rule that writes
CREATE RULE also AS ON UPDATE TO orders DO ALSO UPDATE users SET username = 'zoe' WHERE id = 1
;;
UPDATE orders SET note = 'x'

-- a function with a body of SQL
CREATE FUNCTION rename_first() RETURNS void LANGUAGE sql BEGIN ATOMIC UPDATE users SET username = 'zoe' WHERE id = 1; END
;;
SELECT rename_first()

-- a materialized view
CREATE MATERIALIZED VIEW kept AS SELECT username FROM users
;;
REFRESH MATERIALIZED VIEW kept
;;
SELECT * FROM kept

-- a change of the column's values by DDL
ALTER TABLE users ALTER COLUMN username TYPE text USING upper(username)

-- a DO block whose text goes on over a line
DO 'BEGIN UPDATE us'
'ers SET username = ''zoe'' WHERE id = 1; END'

-- a DO block with an escaped name
DO $$ BEGIN UPDATE U&"\0075sers" SET username = 'zoe' WHERE id = 1; END $$

-- another table goes and uncovers the one below
CREATE TEMP TABLE users (id int, username text)
;;
DROP TABLE users; UPDATE users SET username = 'zoe' WHERE id = 1

-- the path moves back with the end of the transaction in the same text
SET LOCAL search_path = elsewhere
;;
SELECT count(*) FROM users
;;
COMMIT; BEGIN; UPDATE users SET username = 'zoe' WHERE id = 1
