-- Operators who log in by a provider of OpenID Connect: its issuer and its permanent id of the operator. No password matches theirs.
ALTER TABLE operators
    ADD COLUMN provider text,
    ADD COLUMN subject  text,
    ADD CONSTRAINT operators_provider_and_subject CHECK ((provider IS NULL) = (subject IS NULL));
CREATE UNIQUE INDEX operators_by_subject ON operators (provider, subject);
