package touchline.sandbox.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import touchline.simulator.match.Goals;
import touchline.simulator.match.Period.Kind;

/** Reconstructs from one answer what happened before it: states from the periods, events from their minutes. */
final class FirstAnswer {
    private static final long LINE_UPS_KNOWN = -2_700;
    private static final int HALF_TIME = 3;
    private static final int BREAK = 4;
    private static final int EXTRA_TIME_BREAK = 21;
    private static final int PENALTIES_BREAK = 25;
    private static final int NOT_STARTED = 1;
    private static final Map<Kind, Integer> BREAK_BEFORE = Map.of(
            Kind.SECOND_HALF, HALF_TIME,
            Kind.ET_FIRST_HALF, BREAK,
            Kind.ET_SECOND_HALF, EXTRA_TIME_BREAK,
            Kind.PENALTIES, PENALTIES_BREAK);

    private final SavedFixture fixture;
    private final TimelineWriter timeline;
    private final long kickOff;
    private final List<ObjectNode> periods;

    FirstAnswer(SavedFixture fixture, TimelineWriter timeline) {
        this.fixture = fixture;
        this.timeline = timeline;
        this.kickOff = fixture.kickOff();
        this.periods = fixture.periods();
    }

    void write() {
        if (!fixture.lineUps().isEmpty()) {
            timeline.lineUp(LINE_UPS_KNOWN, fixture);
        }
        int state = states();
        for (ObjectNode event : fixture.events()) {
            timeline.event(at(event), event);
        }
        long now = now();
        timeline.details(now, fixture, Map.of());
        if (!hasItsGoals()) {
            timeline.show(now, "scores", fixture.node().path("scores"));
        }
        if (fixture.stateId() != state) {
            timeline.state(now, fixture.stateId(), fixture.stateName());
        }
    }

    /** Returns the last state that the periods show. */
    private int states() {
        int state = NOT_STARTED;
        for (ObjectNode period : periods) {
            Optional<Kind> kind = Kind.byTypeId(period.path("type_id").asInt());
            if (kind.isPresent()) {
                Integer pause = BREAK_BEFORE.get(kind.get());
                if (pause != null && state != NOT_STARTED) {
                    timeline.state(endOfPeriodBefore(period), pause, TimelineWriter.nameOf(pause));
                }
                state = kind.get().stateId;
                timeline.state(started(period), state, TimelineWriter.nameOf(state));
            }
        }
        return state;
    }

    private long endOfPeriodBefore(JsonNode period) {
        return periods.stream()
                .filter(before -> started(before) < started(period))
                .mapToLong(before -> ended(before).orElse(started(period)))
                .max()
                .orElse(started(period));
    }

    private long started(JsonNode period) {
        return period.path("started").asLong() - kickOff;
    }

    private Optional<Long> ended(JsonNode period) {
        long ended = period.path("ended").asLong();
        return ended > 0 ? Optional.of(ended - kickOff) : Optional.empty();
    }

    /** The middle of its minute, within its period. */
    private long at(JsonNode event) {
        int minute = event.path("minute").asInt();
        int extra = event.path("extra_minute").asInt();
        Kind kind = Kind.ofMinute(minute);
        long intoPeriod = Math.max(0, (minute + extra - kind.countsFrom) * 60L - 30);
        for (ObjectNode period : periods) {
            if (period.path("type_id").asInt() == kind.typeId) {
                long at = started(period) + intoPeriod;
                return ended(period)
                        .map(end -> Math.min(at, end))
                        .orElse(Math.min(at, Math.max(now(), started(period))));
            }
        }
        return minute * 60L;
    }

    /** The time of the answer; without one, the end of what it shows. */
    private long now() {
        if (fixture.polledAt().isPresent()) {
            return fixture.polledAfter(kickOff);
        }
        return periods.stream()
                .mapToLong(period -> ended(period)
                        .orElse(started(period) + period.path("minutes").asLong() * 60))
                .max()
                .orElse(0);
    }

    private boolean hasItsGoals() {
        return List.of("home", "away").stream()
                .allMatch(side -> fixture.goals("CURRENT", side)
                        .map(goals -> goals
                                == Goals.inPlay(fixture.events(), TimelineWriter.team(fixture, side), any -> true))
                        .orElse(true));
    }
}
