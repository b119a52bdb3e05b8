-- Operators that admins manage in the console, beside those of the file that OPERATORS_FILE names. A name in the file takes precedence.

CREATE TABLE operators (
    name           text        PRIMARY KEY,
    role           text        NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    password_hash  text        NOT NULL,                -- PBKDF2, as in the file
    one_time_until timestamptz,                         -- until when a generated password can be replaced; null if the password is permanent
    disabled_at    timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    created_by     text        NOT NULL
);

-- The last log-in of each operator, of the file as well.
CREATE TABLE operator_log_ins (
    operator text        PRIMARY KEY,
    at       timestamptz NOT NULL,
    address  text        NOT NULL
);

CREATE INDEX operator_sessions_by_operator ON operator_sessions (operator);
