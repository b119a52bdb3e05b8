package touchline.market.squad;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import touchline.market.matchfeed.PlayerPosition;

/** The rows of squads: a row for each team and player. Thread-safe. */
final class SquadRepository {
    private final Jdbi jdbi;

    SquadRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A team, as its rows name it. */
    record Team(long id, String name) {}

    /** The row that decides how a player is listed. */
    record Membership(long player, String name, Team team, PlayerPosition position, boolean hasLeft) {}

    /** Those of the players that have a row in any squad. */
    Set<Long> known(Collection<Long> players) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT player_id FROM squad_players WHERE player_id IN (<players>)")
                        .bindList("players", List.copyOf(players))
                        .mapTo(Long.class)
                        .set());
    }

    /** The players of a team of whom its team sheet for a match says nothing new: those whose position is known, and those who have left since the match began. */
    Set<Long> playersKnownSince(long team, Instant kickOff) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT player_id FROM squad_players
                        WHERE team_id = :team AND (left_at >= :kickOff OR (left_at IS NULL AND position <> 'UNKNOWN'))
                        """)
                .bind("team", team)
                .bind("kickOff", kickOff.atOffset(ZoneOffset.UTC))
                .mapTo(Long.class)
                .set());
    }

    /**
     * Adds or updates players.
     *
     * @param isWhole whether they are the whole squad: then the team counts as synced, and its other players have left
     */
    void save(Team team, List<SquadPlayer> players, boolean isWhole) {
        jdbi.useTransaction(handle -> {
            // Two nodes at once would take each other's rows for those of players who left.
            handle.createQuery("SELECT pg_advisory_xact_lock(hashtext('squad'), hashtext(:team))")
                    .bind("team", Long.toString(team.id()))
                    .map((rs, ctx) -> true)
                    .one();
            upsert(handle, team, players, isWhole);
            if (isWhole) {
                markOthersAsLeft(handle, team, players);
            }
        });
    }

    private static void upsert(Handle handle, Team team, List<SquadPlayer> players, boolean isWhole) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO squad_players AS s (team_id, player_id, player_name, team_name, position, jersey_number, joined_at, synced_at)
                VALUES (:team, :player, :name, :teamName, :position, :jersey, clock_timestamp(),
                        CASE WHEN :whole THEN clock_timestamp() ELSE CAST('epoch' AS timestamptz) END)
                ON CONFLICT (team_id, player_id) DO UPDATE SET
                    player_name = CASE WHEN excluded.player_name = '' THEN s.player_name ELSE excluded.player_name END,
                    team_name = excluded.team_name,
                    position = CASE WHEN excluded.position = 'UNKNOWN' THEN s.position ELSE excluded.position END,
                    jersey_number = coalesce(excluded.jersey_number, s.jersey_number),
                    joined_at = CASE WHEN s.left_at IS NULL THEN s.joined_at ELSE excluded.joined_at END,
                    synced_at = greatest(excluded.synced_at, s.synced_at), left_at = NULL
                """);
        for (SquadPlayer player : players) {
            batch.bind("team", team.id())
                    .bind("player", player.id().value())
                    .bind("name", player.name())
                    .bind("teamName", team.name())
                    .bind("position", player.position().name())
                    .bind("jersey", player.jerseyNumber())
                    .bind("whole", isWhole)
                    .add();
        }
        batch.execute();
    }

    private static void markOthersAsLeft(Handle handle, Team team, List<SquadPlayer> players) {
        handle.createUpdate("""
                        UPDATE squad_players SET left_at = clock_timestamp()
                        WHERE team_id = :team AND left_at IS NULL AND player_id NOT IN (<players>)
                        """)
                .bind("team", team.id())
                .bindList(
                        "players", players.stream().map(one -> one.id().value()).toList())
                .execute();
    }

    /** Every team that was ever synced. */
    List<Long> teams() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT DISTINCT team_id FROM squad_players ORDER BY 1")
                .mapTo(Long.class)
                .list());
    }

    boolean isKnown(long team) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM squad_players WHERE team_id = :team)")
                        .bind("team", team)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Whether a team was synced within {@code age}. */
    boolean isFresh(long team, Duration age) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM squad_players
                                       WHERE team_id = :team AND synced_at > now() - :seconds * interval '1 second')
                        """)
                .bind("team", team)
                .bind("seconds", age.toSeconds())
                .mapTo(Boolean.class)
                .one());
    }

    /** One for each player who is or was in a squad of the team: of the team joined last. */
    List<Membership> memberships(long team) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                            SELECT DISTINCT ON (player_id) * FROM squad_players
                            WHERE player_id IN (SELECT player_id FROM squad_players WHERE team_id = :team)
                            ORDER BY player_id, left_at IS NOT NULL, joined_at DESC, team_id
                            """)
                .bind("team", team)
                .map((row, context) -> membership(row))
                .list());
    }

    private static Membership membership(ResultSet row) throws SQLException {
        return new Membership(
                row.getLong("player_id"),
                row.getString("player_name"),
                new Team(row.getLong("team_id"), row.getString("team_name")),
                PlayerPosition.valueOf(row.getString("position")),
                row.getTimestamp("left_at") != null);
    }
}
