package touchline.scheduler.trigger;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.quartz.Calendar;

/** A stored Quartz calendar: times at which its triggers do not fire. */
public final class StoredCalendar {
    private static final int STEPS = 1_000;

    private final Calendar calendar;

    private StoredCalendar(Calendar calendar) {
        this.calendar = calendar;
    }

    /** Reads a row of {@code qrtz_calendars}; empty if it is not one of Quartz' own calendars. */
    public static Optional<StoredCalendar> read(byte[] bytes) {
        try {
            return CalendarsOnlyDelegate.read(bytes) instanceof Calendar calendar
                    ? Optional.of(new StoredCalendar(calendar))
                    : Optional.empty();
        } catch (IOException | ClassNotFoundException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    public boolean includes(Instant time) {
        return calendar.isTimeIncluded(time.toEpochMilli());
    }

    /** Returns the first included time after another. */
    public Instant nextIncluded(Instant after) {
        return Instant.ofEpochMilli(nextIncluded(calendar, after.toEpochMilli()));
    }

    /** The same in ms since the epoch; a calendar of Quartz does not look at its base again after a step of its own. */
    public static long nextIncluded(Calendar calendar, long after) {
        long time = calendar.getNextIncludedTime(after);
        for (int tries = 0; tries < STEPS && !calendar.isTimeIncluded(time); tries++) {
            time = Math.max(time + 1, calendar.getNextIncludedTime(time));
        }
        return time;
    }
}
