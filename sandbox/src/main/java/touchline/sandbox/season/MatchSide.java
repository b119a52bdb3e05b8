package touchline.sandbox.season;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import touchline.simulator.recording.Recording.RecordedPlayer;
import touchline.simulator.recording.Recording.RecordedSquad;

/** A team during a match: who is on the pitch, who is on the bench. */
final class MatchSide {
    private static final int STARTING = 11;
    private static final int ON_THE_SHEET = 18;
    private static final int GOALKEEPER = 24;

    private final RecordedSquad squad;
    private final List<RecordedPlayer> pitch;
    private final List<RecordedPlayer> bench;
    private final List<RecordedPlayer> used;
    private int saves;

    MatchSide(RecordedSquad squad, Random random) {
        this.squad = squad;
        List<RecordedPlayer> players = new ArrayList<>(squad.players());
        int rested = 1 + random.nextInt(STARTING - 1); // never the goalkeeper
        RecordedPlayer player = players.remove(rested);
        players.add(player);
        this.pitch = new ArrayList<>(players.subList(0, STARTING));
        this.bench = new ArrayList<>(players.subList(STARTING, ON_THE_SHEET));
        this.used = new ArrayList<>(pitch);
    }

    long teamId() {
        return squad.teamId();
    }

    List<ObjectNode> lineUp() {
        List<ObjectNode> rows = new ArrayList<>();
        pitch.forEach(player -> rows.add(row(player, 11).put("formation_position", rows.size() + 1)));
        bench.forEach(player -> rows.add(row(player, 12)));
        return rows;
    }

    private ObjectNode row(RecordedPlayer player, int type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("player_id", player.id())
                .put("team_id", squad.teamId())
                .put("position_id", player.positionId())
                .put("type_id", type)
                .put("player_name", player.name())
                .put("jersey_number", player.jerseyNumber());
    }

    RecordedPlayer outfielder(Random random) {
        return pitch.get(1 + random.nextInt(pitch.size() - 1));
    }

    RecordedPlayer goalkeeper() {
        return pitch.get(0);
    }

    int nextSave() {
        return ++saves;
    }

    /** Takes the last save back. */
    int correctedSaves() {
        return --saves;
    }

    void sendOff(RecordedPlayer player) {
        pitch.remove(player);
    }

    boolean canSubstitute() {
        return bench.stream().anyMatch(player -> player.positionId() != GOALKEEPER);
    }

    RecordedPlayer substitute(RecordedPlayer off) {
        RecordedPlayer on = bench.stream()
                .filter(player -> player.positionId() != GOALKEEPER)
                .findFirst()
                .orElseThrow();
        bench.remove(on);
        pitch.set(pitch.indexOf(off), on);
        used.add(on);
        return on;
    }

    /** All who played. */
    List<RecordedPlayer> used() {
        return used;
    }
}
