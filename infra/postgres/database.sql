-- A database with two roles: NAME_owner, which makes and alters its tables (loket migrate), and NAME, as which
-- the service works in them. Run by psql, as a superuser:
--
--   psql --set name=decisions --set secrets=/run/secrets --set may='SELECT, INSERT, UPDATE, DELETE' -f database.sql
--
-- Passwords are read from the files NAME_owner_password and NAME_password in the folder of secrets; they
-- stand in no argument.

\set ON_ERROR_STOP on
\set QUIET on
\set owner :name _owner
\set owner_file :secrets / :owner _password
\set service_file :secrets / :name _password
\set owner_password `cat :'owner_file'`
\set service_password `cat :'service_file'`

CREATE ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';
CREATE ROLE :"name" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'service_password';
CREATE DATABASE :"name" OWNER :"owner";

-- Nobody but these two comes in; the service makes nothing, not even a temporary table.
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"name";

\connect :"name"

ALTER SCHEMA public OWNER TO :"owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"name";

-- What the owner makes, the service may work in, and neither alter, drop nor truncate: that takes the owner.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT :may ON TABLES TO :"name";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE ON SEQUENCES TO :"name";

-- The event log and the access log only grow: whoever holds the password of the service can still not change what
-- happened, or who looked. An event trigger sees to it for these tables of every service, at the moment in which a migration makes it.
CREATE SCHEMA guard;
CREATE FUNCTION guard.keep_history() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
    made record;
BEGIN
    FOR made IN SELECT objid, object_identity FROM pg_event_trigger_ddl_commands()
                WHERE command_tag = 'CREATE TABLE' LOOP
        IF made.object_identity IN ('public.events', 'public.access_log') THEN
            EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM %I', made.objid::regclass, current_database());
        ELSIF made.object_identity = 'public.alembic_version' THEN
            EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM %I', made.objid::regclass, current_database());
        END IF;
    END LOOP;
END;
$$;
CREATE EVENT TRIGGER keep_history ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
    EXECUTE FUNCTION guard.keep_history();
