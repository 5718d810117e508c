-- Cursors, prepared statements, tables made from the table, and what else keeps state on the server.

-- case: cursor
DECLARE c CURSOR FOR SELECT id, ${o} FROM ${t} ORDER BY id;
FETCH 2 FROM c;
FETCH ALL FROM c;
CLOSE c;

-- case: scrolling cursor over a star
DECLARE c SCROLL CURSOR WITHOUT HOLD FOR SELECT * FROM ${t} ORDER BY ${o}, id;
FETCH LAST FROM c;
FETCH FIRST FROM c;
MOVE 1 IN c;
FETCH ABSOLUTE 2 FROM c;

-- case: binary-less insensitive cursor by value
DECLARE c INSENSITIVE CURSOR FOR SELECT ${o} FROM ${t} WHERE ${o} = ${v1};
UPDATE ${t} SET ${o} = ${n1} WHERE ${o} = ${v1};
FETCH ALL FROM c;

-- case: create table as
CREATE TABLE made AS SELECT id, ${o} FROM ${t};
SELECT * FROM made ORDER BY id;

-- case: create table as star
CREATE TABLE made AS SELECT * FROM ${t} WITH DATA;
SELECT * FROM made ORDER BY id;
INSERT INTO made (id, ${o}) VALUES (900, ${n1});
SELECT * FROM made WHERE ${o} = ${n1};

-- case: create table as, names given
CREATE TABLE made (a, b) AS SELECT id, ${o} FROM ${t} WHERE ${o} = ${v1};
SELECT * FROM made;

-- case: create temporary table as, no data
CREATE TEMP TABLE made ON COMMIT DROP AS TABLE ${t} WITH NO DATA;
SELECT * FROM made;

-- case: select into
SELECT id, ${o} INTO made FROM ${t};
SELECT * FROM made ORDER BY id;

-- case: select star into a temporary table
SELECT * INTO TEMPORARY TABLE made FROM ${t} WHERE id < 3;
SELECT * FROM made ORDER BY id;

-- case: prepare and execute
-- fresh
PREPARE q (int) AS SELECT id, ${o} FROM ${t} WHERE id = $1;
EXECUTE q(1);
EXECUTE q(2);
DEALLOCATE q;

-- case: prepare star
-- fresh
PREPARE q AS SELECT * FROM ${t} ORDER BY id;
EXECUTE q;

-- case: prepare with the value as parameter
-- fresh
PREPARE q (${typ}) AS SELECT id FROM ${t} WHERE ${o} = $1;
EXECUTE q(${v1});
PREPARE w (int, ${typ}) AS UPDATE ${t} SET ${o} = $2 WHERE id = $1;
EXECUTE w(1, ${n1});
EXECUTE q(${n1});
SELECT * FROM ${t} ORDER BY id;
DEALLOCATE ALL;

-- case: prepared insert
-- fresh
PREPARE i AS INSERT INTO ${t} (id, ${o}) VALUES ($1, $2) RETURNING *;
EXECUTE i(300, ${n1});
SELECT * FROM ${t} ORDER BY id;

-- case: prepared insert, explained
-- fresh
-- stages: !contract
PREPARE i AS INSERT INTO ${t} (id, ${o}) VALUES ($1, $2) RETURNING *;
-- unordered
EXPLAIN (COSTS OFF) EXECUTE i(301, ${n2});

-- case: savepoints
INSERT INTO ${t} (id, ${o}) VALUES (300, ${n1});
SAVEPOINT a;
UPDATE ${t} SET ${o} = ${n2} WHERE id = 300;
ROLLBACK TO SAVEPOINT a;
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: transactions in one text
-- autocommit
-- script
BEGIN; UPDATE ${t} SET ${o} = ${n1} WHERE id = 1; COMMIT;
\g
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: transaction rolled back by text
-- autocommit
-- script
BEGIN; UPDATE ${t} SET ${o} = ${n1} WHERE id = 1; INSERT INTO ${t} (id, ${o}) VALUES (300, ${n2}); ROLLBACK;
\g
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: several reads in one text
-- script
SELECT ${o} FROM ${t} WHERE id = 1; SELECT * FROM ${t} WHERE id = 2; SELECT 1 AS one;
\g

-- case: empty statements
-- script
;; SELECT ${o} FROM ${t} WHERE id = 1 ;;
\g

-- case: mapped and unmapped writes in one text
-- script
UPDATE ${r} SET note = 'n' WHERE id = 1; UPDATE ${t} SET ${o} = ${n1} WHERE id = 1; DELETE FROM ${r} WHERE id = 5
\g
SELECT * FROM ${t} ORDER BY id;

-- case: several statements, the last one fails
-- script
UPDATE ${t} SET ${o} = ${n1} WHERE id = 1; SELECT 1/0;
\g
SELECT * FROM ${t} ORDER BY id;

-- case: several statements bound
-- script
-- params: ${pn1}, 1, 1
UPDATE ${t} SET ${o} = ? WHERE id = ?; SELECT id, ${o} FROM ${t} WHERE id = ?;
\g

-- case: a temporary table that shadows the mapped one
-- needs: bare
-- fresh
CREATE TEMP TABLE ${t} (id int, ${o} text, ${n} text);
INSERT INTO ${t} VALUES (1, 'temporary', 'as well');
SELECT * FROM ${t};
SELECT ${o}, ${n} FROM ${t};
UPDATE ${t} SET ${n} = ${o};
SELECT * FROM ${t};
DROP TABLE pg_temp.${t};
SELECT * FROM ${t} ORDER BY id;

-- case: search path away and back
-- needs: bare
-- fresh
CREATE SCHEMA away;
CREATE TABLE away.${t} (id int, ${o} text, ${n} text);
INSERT INTO away.${t} VALUES (1, 'away', 'too');
SET LOCAL search_path = away, public;
SELECT * FROM ${t};
SELECT ${n} FROM ${t};
UPDATE ${t} SET ${o} = 'changed' RETURNING *;
SET LOCAL search_path = public;
SELECT * FROM ${t} ORDER BY id;
SELECT set_config('search_path', 'away', true);
SELECT ${o}, ${n} FROM ${t};
RESET search_path;
SELECT ${o} FROM ${t} ORDER BY id;

-- case: a view over the table, in a transaction
CREATE VIEW seen AS SELECT 1 AS x;
SELECT x FROM seen;

-- case: counted in a do block
DO $$ DECLARE n int; BEGIN n := 1; END $$;
SELECT count(*) FROM ${t};

-- case: lock table
LOCK TABLE ${t} IN SHARE MODE;
SELECT ${o} FROM ${t} WHERE id = 1;

-- case: analyze and comment
ANALYZE ${t};
SELECT count(*) FROM ${t};

-- case: show and set
SHOW search_path;
SET LOCAL application_name = 'x';
SELECT current_setting('application_name'), count(${o}) FROM ${t};
