-- Two tables that differ in case only.

-- case: the other table
SELECT * FROM users ORDER BY id;
SELECT username, handle FROM USERS ORDER BY id;
UPDATE users SET handle = username;
INSERT INTO users VALUES (3, 'three', 'drei') RETURNING handle;
SELECT u.username, m."UserName" FROM users u JOIN "Users" m ON m.id = u.id ORDER BY u.id;

-- case: case matters
SELECT "username" FROM "Users";
SELECT UserName FROM "Users";
SELECT u."UserName" FROM "Users" AS u ORDER BY id;
SELECT "Users"."UserName" FROM "Users" ORDER BY id;
SELECT "UserName" AS "userName" FROM "Users" ORDER BY "userName";
SELECT handle, "Handle" FROM profiles ORDER BY id;
SELECT "Handle" FROM "Users" u JOIN profiles p ON p.user_id = u.id ORDER BY p.id;
SELECT handle FROM "Users" u JOIN profiles p ON p.user_id = u.id ORDER BY p.id;
-- keys: UserName,id
INSERT INTO "Users" ("UserName") VALUES ('k');
SELECT U&"\0055serName" FROM U&"\0055sers" WHERE id = 1;
