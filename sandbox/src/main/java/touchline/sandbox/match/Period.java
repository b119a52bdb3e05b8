package touchline.sandbox.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.sandbox.recording.TimelineEntry;

/** A stretch of play, in seconds of the match; {@code ended} is null while it is on. */
public record Period(Kind kind, double started, @Nullable Double ended) {
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

    /** The periods until then: entering a state in which nobody plays ends the one that is on, coming back takes it up again. */
    static List<Period> until(double now, List<TimelineEntry> timeline) {
        List<Period> periods = new ArrayList<>();
        for (TimelineEntry entry : timeline) {
            if (entry instanceof TimelineEntry.StateEntered entered && entered.at() <= now) {
                Optional<Kind> kind = Kind.playedIn(entered.stateId());
                periods.replaceAll(period -> period.ended() == null ? period.endedAt(entered.at()) : period);
                if (kind.isPresent()) {
                    double started = periods.stream()
                            .filter(period -> period.kind() == kind.get())
                            .mapToDouble(Period::started)
                            .findFirst()
                            .orElse(entered.at());
                    periods.removeIf(period -> period.kind() == kind.get());
                    periods.add(new Period(kind.get(), started, null));
                }
            }
        }
        return periods;
    }

    private Period endedAt(double at) {
        return new Period(kind, started, at);
    }

    /** Seconds played in it. */
    public double playedAt(double now) {
        return Math.max(0, (ended == null ? now : ended) - started);
    }
}
