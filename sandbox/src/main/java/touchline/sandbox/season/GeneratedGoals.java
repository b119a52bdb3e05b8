package touchline.sandbox.season;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import touchline.simulator.recording.Recording.RecordedPlayer;
import touchline.simulator.recording.TimelineEntry;

/** Writes goals in every way in which the feed reports, reviews and corrects them. */
final class GeneratedGoals {
    private static final int VAR = 10;
    private static final int GOAL = 14;
    private static final int OWN_GOAL = 15;
    private static final int PENALTY = 16;

    private final MatchLog log;
    private final Random random;
    private final List<Scored> scored = new ArrayList<>();

    private record Scored(long team, int minute) {}

    GeneratedGoals(MatchLog log, Random random) {
        this.log = log;
        this.random = random;
    }

    /** The goals that a team has scored until a minute, without those that were taken back. */
    int of(long team, int minute) {
        return (int) scored.stream()
                .filter(goal -> goal.team() == team && goal.minute() <= minute)
                .count();
    }

    void score(long at, int minute, MatchSide side, MatchSide other) {
        int type = chance(0.04) ? OWN_GOAL : chance(0.1) ? PENALTY : GOAL;
        RecordedPlayer scorer = (type == OWN_GOAL ? other : side).outfielder(random);
        ObjectNode goal = MatchLog.event(type, minute, side.teamId(), scorer);
        if (type == GOAL && chance(0.7)) {
            RecordedPlayer assistant = side.outfielder(random);
            if (assistant.id() != scorer.id()) {
                goal.put("related_player_id", assistant.id()).put("related_player_name", assistant.name());
            }
        }
        double course = random.nextDouble();
        if (course < 0.08) {
            cancelled(at, minute, goal);
            return;
        }
        if (course < 0.12) {
            vanished(at, goal);
            return;
        }
        scored.add(new Scored(side.teamId(), minute));
        if (course < 0.2) {
            reviewedFirst(at, goal);
        } else if (course < 0.26) {
            scorerLater(at, goal);
        } else if (course < 0.31) {
            // in the same half
            int corrected = minute % 45 == 1 ? minute + 1 : minute - 1;
            log.patch(at + 90, log.list(at, goal), MatchLog.fields().put("minute", corrected));
        } else if (course < 0.35) {
            newId(at, goal);
        } else {
            log.list(at, goal);
        }
    }

    /** Listed, under review, cancelled. */
    private void cancelled(long at, int minute, ObjectNode goal) {
        long id = log.list(at, goal);
        ObjectNode review = goal.deepCopy().put("type_id", VAR).put("addition", "Goal under review");
        long var = log.list(at + 20, review.put("minute", minute));
        log.add(new TimelineEntry.EventRescinded(at + 80, id));
        log.patch(
                at + 80,
                var,
                MatchLog.fields().put("addition", "Goal cancelled").put("info", "Offside"));
    }

    private void vanished(long at, ObjectNode goal) {
        log.add(new TimelineEntry.EventRemoved(at + 60, log.list(at, goal)));
    }

    /** Under review, then retyped to a goal. */
    private void reviewedFirst(long at, ObjectNode goal) {
        int type = goal.path("type_id").asInt();
        long id = log.list(at, goal.deepCopy().put("type_id", VAR).put("addition", "Goal under review"));
        log.patch(at + 70, id, MatchLog.fields().put("type_id", type).putNull("addition"));
    }

    private void scorerLater(long at, ObjectNode goal) {
        ObjectNode nobody = goal.deepCopy().putNull("player_id").putNull("player_name");
        long id = log.list(at, nobody);
        log.patch(at + 45, id, goal.deepCopy());
    }

    private void newId(long at, ObjectNode goal) {
        long id = log.list(at, goal);
        log.add(new TimelineEntry.EventRemoved(at + 100, id));
        log.list(at + 100, goal.deepCopy());
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
