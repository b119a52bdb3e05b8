package touchline.market.squad;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.matchfeed.PlayerPosition;

/**
 * Squads as last synced: rosters in Postgres first, then each player as an instrument. A player belongs to the team joined last among those that name the player; a
 * player in no squad is delisted. Thread-safe.
 */
public final class Squads {
    private static final Logger LOG = LoggerFactory.getLogger(Squads.class);

    private final Jdbi jdbi;
    private final Instruments instruments;
    private final ListingTerms terms;

    public Squads(Jdbi jdbi, Instruments instruments, ListingTerms terms) {
        this.jdbi = jdbi;
        this.instruments = instruments;
        this.terms = terms;
    }

    /**
     * Takes over a team's squad: new players are listed, names, teams and positions brought up to date, and who is in no squad any more taken off the list. An empty
     * squad is the feed's mistake and changes nothing.
     *
     * @return instruments listed, changed or delisted
     */
    public int take(long teamId, String teamName, List<SquadPlayer> players) {
        if (players.isEmpty()) {
            LOG.warn("the feed sends an empty squad of {} ({}): the squad stays as it was", teamName, teamId);
            return 0;
        }
        return write(teamId, teamName, players, true);
    }

    /**
     * Adds players to a team whose squad is not known completely: no player leaves, and the team does not count as synced.
     *
     * @return instruments listed or changed
     */
    public int add(long teamId, String teamName, List<SquadPlayer> players) {
        return players.isEmpty() ? 0 : write(teamId, teamName, players, false);
    }

    /**
     * Adds those players to a team who are in no squad, and never were.
     *
     * @return instruments listed
     */
    public int addUnknown(long teamId, String teamName, List<SquadPlayer> players) {
        if (players.isEmpty()) {
            return 0;
        }
        Set<Long> known = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT player_id FROM squad_players WHERE player_id IN (<players>)")
                .bindList(
                        "players", players.stream().map(one -> one.id().value()).toList())
                .mapTo(Long.class)
                .set());
        return add(
                teamId,
                teamName,
                players.stream()
                        .filter(one -> !known.contains(one.id().value()))
                        .toList());
    }

    /**
     * Adds those players to a team who are not in its squad now, though another team may list them, or whose position is not known.
     *
     * @return instruments listed or changed
     */
    public int addMissing(long teamId, String teamName, List<SquadPlayer> players) {
        Set<Long> present = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT player_id FROM squad_players WHERE team_id = :team AND left_at IS NULL AND position <> 'UNKNOWN'")
                .bind("team", teamId)
                .mapTo(Long.class)
                .set());
        return add(
                teamId,
                teamName,
                players.stream()
                        .filter(one -> !present.contains(one.id().value()))
                        .toList());
    }

    private int write(long teamId, String teamName, List<SquadPlayer> players, boolean whole) {
        jdbi.useTransaction(handle -> {
            // Two nodes at once would take each other's rows for those of players who left.
            handle.createQuery("SELECT pg_advisory_xact_lock(hashtext('squad'), hashtext(:team))")
                    .bind("team", Long.toString(teamId))
                    .map((rs, ctx) -> true)
                    .one();
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
                batch.bind("team", teamId)
                        .bind("player", player.id().value())
                        .bind("name", player.name())
                        .bind("teamName", teamName)
                        .bind("position", player.position().name())
                        .bind("jersey", player.jerseyNumber())
                        .bind("whole", whole)
                        .add();
            }
            batch.execute();
            if (!whole) {
                return;
            }
            handle.createUpdate("""
                            UPDATE squad_players SET left_at = clock_timestamp()
                            WHERE team_id = :team AND left_at IS NULL AND player_id NOT IN (<players>)
                            """)
                    .bind("team", teamId)
                    .bindList(
                            "players",
                            players.stream().map(one -> one.id().value()).toList())
                    .execute();
        });
        return hydrate(teamId);
    }

    /**
     * Makes the instruments of everyone who is or was in a squad of the team what the squads say. What a crash left undone is done by the next one.
     *
     * @return instruments that were not
     */
    public int hydrate(long teamId) {
        int changed = 0;
        for (Standing standing : standings(teamId)) {
            boolean news = standing.listing() == null
                    ? instruments.delist(standing.id())
                    : instruments.list(standing.listing());
            changed += news ? 1 : 0;
        }
        return changed;
    }

    /** Every team that was ever synced. */
    public List<Long> teams() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT DISTINCT team_id FROM squad_players ORDER BY 1")
                .mapTo(Long.class)
                .list());
    }

    /** Whether a team was ever synced. */
    public boolean isKnown(long teamId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM squad_players WHERE team_id = :team)")
                        .bind("team", teamId)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Whether a team was synced within {@code age}. */
    public boolean isFresh(long teamId, Duration age) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM squad_players
                                       WHERE team_id = :team AND synced_at > now() - :seconds * interval '1 second')
                        """)
                .bind("team", teamId)
                .bind("seconds", age.toSeconds())
                .mapTo(Boolean.class)
                .one());
    }

    /** How a player is to be listed; without a listing for a player in no squad. */
    private record Standing(InstrumentId id, @Nullable Listing listing) {}

    private List<Standing> standings(long teamId) {
        return jdbi.withHandle(handle -> {
            List<Standing> standings = new ArrayList<>();
            handle.createQuery("""
                            SELECT DISTINCT ON (player_id) * FROM squad_players
                            WHERE player_id IN (SELECT player_id FROM squad_players WHERE team_id = :team)
                            ORDER BY player_id, left_at IS NOT NULL, joined_at DESC, team_id
                            """)
                    .bind("team", teamId)
                    .map((rs, ctx) -> {
                        InstrumentId id = InstrumentId.of(rs.getLong("player_id"));
                        PlayerPosition position = PlayerPosition.valueOf(rs.getString("position"));
                        String name = rs.getString("player_name");
                        return new Standing(
                                id,
                                rs.getTimestamp("left_at") != null
                                        ? null
                                        : new Listing(
                                                id,
                                                name.isEmpty() ? "Player " + id : name,
                                                rs.getLong("team_id"),
                                                rs.getString("team_name"),
                                                position.title(),
                                                terms.startingPrice(position),
                                                terms.depth()));
                    })
                    .forEach(standings::add);
            return standings;
        });
    }
}
