package touchline.scheduler.trigger;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.quartz.Calendar;

/** A calendar of Quartz' as it stands in the store: times at which what names it doesn't run. */
public final class StoredCalendar {
    private final Calendar calendar;

    private StoredCalendar(Calendar calendar) {
        this.calendar = calendar;
    }

    /** Reads what stands in {@code qrtz_calendars}; empty where that is no calendar of Quartz' own. */
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

    /** The first time after one that it includes. */
    public Instant nextIncluded(Instant after) {
        return Instant.ofEpochMilli(calendar.getNextIncludedTime(after.toEpochMilli()));
    }
}
