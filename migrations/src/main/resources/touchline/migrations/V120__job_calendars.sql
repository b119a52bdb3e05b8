-- Days on which jobs must not run. These rows decide; nodes write them to qrtz_calendars and set them at the triggers.
CREATE TABLE job_calendars (
    name        text PRIMARY KEY,
    description text        NOT NULL,
    zone        text        NOT NULL,                  -- whose days
    weekdays    text[]      NOT NULL,                  -- as MONDAY
    yearly      text[]      NOT NULL,                  -- as 12-25
    days        date[]      NOT NULL,
    actor       text        NOT NULL,
    at          timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE job_calendar_uses (
    job_group text        NOT NULL,
    job_name  text        NOT NULL,
    calendar  text        NOT NULL REFERENCES job_calendars,
    actor     text        NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job_group, job_name)
);
CREATE INDEX job_calendar_uses_by_calendar ON job_calendar_uses (calendar);
