package touchline.simulator.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.simulator.recording.TimelineEntry;

/**
 * A stretch of play, in seconds of the match.
 *
 * @param ended null while it is on
 * @param interrupted seconds since the start in which nobody played
 */
public record Period(Kind kind, double started, @Nullable Double ended, double interrupted) {
    public enum Kind {
        FIRST_HALF(1, 2, 0, 45, "1st-half"),
        SECOND_HALF(2, 22, 45, 90, "2nd-half"),
        ET_FIRST_HALF(3, 6, 90, 105, "extra-time"),
        ET_SECOND_HALF(4, 23, 105, 120, "extra-time-2nd-half"),
        PENALTIES(5, 9, 120, 120, "penalties");

        public final int typeId;
        public final int stateId;
        public final int countsFrom;
        public final int lastMinute;
        public final String description;

        Kind(int typeId, int stateId, int countsFrom, int lastMinute, String description) {
            this.typeId = typeId;
            this.stateId = stateId;
            this.countsFrom = countsFrom;
            this.lastMinute = lastMinute;
            this.description = description;
        }

        static Optional<Kind> playedIn(int stateId) {
            for (Kind kind : values()) {
                if (kind.stateId == stateId) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        public static Optional<Kind> byTypeId(int typeId) {
            return Arrays.stream(values()).filter(kind -> kind.typeId == typeId).findFirst();
        }

        /** The one that a minute on the match's clock belongs to; stoppage counts as its last minute. */
        public static Kind ofMinute(int minute) {
            for (Kind kind : values()) {
                if (minute <= kind.lastMinute) {
                    return kind;
                }
            }
            return PENALTIES;
        }
    }

    /** The periods until then. Entering a state in which nobody plays ends the current one; the same state again resumes it. */
    static List<Period> until(double now, List<TimelineEntry> timeline) {
        List<Period> periods = new ArrayList<>();
        for (TimelineEntry entry : timeline) {
            if (entry instanceof TimelineEntry.StateEntered entered && entered.at() <= now) {
                periods.replaceAll(period -> period.ended() == null ? period.endedAt(entered.at()) : period);
                Kind.playedIn(entered.stateId()).ifPresent(kind -> enter(kind, entered.at(), periods));
            }
        }
        return periods;
    }

    private static void enter(Kind kind, double at, List<Period> periods) {
        Period begun = periods.stream()
                .filter(period -> period.kind() == kind)
                .findFirst()
                .map(period -> period.resumedAt(at))
                .orElse(new Period(kind, at, null, 0));
        periods.removeIf(period -> period.kind() == kind);
        periods.add(begun);
    }

    private Period endedAt(double at) {
        return new Period(kind, started, at, interrupted);
    }

    private Period resumedAt(double at) {
        return new Period(kind, started, null, interrupted + (ended == null ? 0 : at - ended));
    }

    /** Seconds played in it. */
    public double playedAt(double now) {
        return Math.max(0, (ended == null ? now : ended) - started - interrupted);
    }
}
