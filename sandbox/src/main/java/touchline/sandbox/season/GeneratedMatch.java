package touchline.sandbox.season;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import touchline.sandbox.season.ScheduledMatch.Course;
import touchline.simulator.recording.Recording.FinalScore;
import touchline.simulator.recording.Recording.RecordedPlayer;
import touchline.simulator.recording.Recording.RecordedSquad;
import touchline.simulator.recording.Recording.Score;
import touchline.simulator.recording.TimelineEntry;

/** Plays one match minute by minute. */
final class GeneratedMatch {
    private static final int FULL_TIME_MINUTE = 90;
    private static final int HALF_TIME_MINUTE = 45;
    private static final long LINE_UPS_KNOWN = 2_700;

    private final ScheduledMatch match;
    private final Random random;
    private final MatchLog log;
    private final MatchTimes times;
    private final MatchSide home;
    private final MatchSide away;
    private final GeneratedGoals goals;
    private final int lastMinute;

    GeneratedMatch(ScheduledMatch match, RecordedSquad homeSquad, RecordedSquad awaySquad, Random random) {
        this.match = match;
        this.random = random;
        this.log = new MatchLog(match.fixtureId());
        int broken = random.nextBoolean() ? 15 + random.nextInt(25) : 50 + random.nextInt(30);
        this.times = new MatchTimes(
                match.movedBy(), match.course() == Course.SUSPENDED ? broken : FULL_TIME_MINUTE + 1, random);
        this.lastMinute = match.course() == Course.ABANDONED ? broken : FULL_TIME_MINUTE;
        this.home = new MatchSide(homeSquad, random);
        this.away = new MatchSide(awaySquad, random);
        this.goals = new GeneratedGoals(log, random);
    }

    void play() {
        if (match.course() == Course.POSTPONED) {
            log.state(0, 10);
            log.add(new TimelineEntry.KickOffMoved(600, match.movedBy()));
            log.state(600, 1);
        }
        List<ObjectNode> lineUps = new ArrayList<>(home.lineUp());
        lineUps.addAll(away.lineUp());
        log.add(new TimelineEntry.LineUpListed(times.kickOff() - LINE_UPS_KNOWN, lineUps));
        log.state(times.kickOff(), 2);
        for (int minute = 1; minute <= lastMinute; minute++) {
            play(minute, home, away);
            play(minute, away, home);
        }
        states();
    }

    private void states() {
        if (match.course() == Course.SUSPENDED) {
            log.state(times.suspension(), 11);
            log.state(times.resumption(), times.suspension() < times.halfTime() ? 2 : 22);
        }
        if (lastMinute > HALF_TIME_MINUTE) {
            log.state(times.halfTime(), 3);
            log.state(times.secondHalf(), 22);
        }
        if (match.course() == Course.ABANDONED) {
            log.state(times.of(lastMinute) + 900, 15); // after every correction
        } else {
            ratings(times.fullTime() - 20);
            log.state(times.fullTime(), 5);
        }
    }

    private void play(int minute, MatchSide side, MatchSide other) {
        long at = times.of(minute) + random.nextInt(15);
        if (chance(0.016)) {
            goals.score(at, minute, side, other);
        }
        if (chance(0.03)) {
            save(at, other);
        }
        if (chance(0.02)) {
            card(at, minute, side);
        }
        if (minute > HALF_TIME_MINUTE && minute < FULL_TIME_MINUTE - 3 && chance(0.08) && side.canSubstitute()) {
            RecordedPlayer off = side.outfielder(random);
            RecordedPlayer on = side.substitute(off);
            log.list(
                    at,
                    MatchLog.event(18, minute, side.teamId(), on)
                            .put("related_player_id", off.id())
                            .put("related_player_name", off.name()));
        }
    }

    private void save(long at, MatchSide side) {
        log.detail(at, side.goalkeeper(), "57", side.nextSave());
        if (chance(0.05)) {
            log.detail(at + 40, side.goalkeeper(), "57", side.correctedSaves());
        }
    }

    private void card(long at, int minute, MatchSide side) {
        RecordedPlayer player = side.outfielder(random);
        boolean red = chance(0.04);
        long card = log.list(
                at, MatchLog.event(red ? 20 : 19, minute, side.teamId(), player).put("info", "Foul"));
        if (red) {
            side.sendOff(player);
        } else if (chance(0.05)) {
            log.add(new TimelineEntry.EventRemoved(at + 50, card));
        }
    }

    private void ratings(long at) {
        for (MatchSide side : List.of(home, away)) {
            for (RecordedPlayer player : side.used()) {
                log.detail(at, player, "118", (50 + random.nextInt(40)) / 10.0);
            }
        }
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    List<TimelineEntry> timeline() {
        return log.entries();
    }

    FinalScore result() {
        Score half = new Score(goals.of(home.teamId(), HALF_TIME_MINUTE), goals.of(away.teamId(), HALF_TIME_MINUTE));
        Score full = new Score(goals.of(home.teamId(), FULL_TIME_MINUTE), goals.of(away.teamId(), FULL_TIME_MINUTE));
        return new FinalScore(match.course() == Course.ABANDONED ? "ABANDONED" : "FT", full, half, null);
    }
}
