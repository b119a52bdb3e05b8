package touchline.market.squad;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;

/** Squads as last synced: rosters in Postgres first, then each player as an instrument. Thread-safe. */
public final class Squads {
    private final Jdbi jdbi;
    private final Instruments instruments;
    private final ListingTerms terms;

    public Squads(Jdbi jdbi, Instruments instruments, ListingTerms terms) {
        this.jdbi = jdbi;
        this.instruments = instruments;
        this.terms = terms;
    }

    /**
     * Takes over a team's squad: new players are listed, names and teams brought up to date, those no longer named marked as gone.
     *
     * @return instruments listed or changed
     */
    public int take(long teamId, String teamName, List<SquadPlayer> players) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO squad_players (team_id, player_id, player_name, team_name, position, jersey_number, synced_at)
                    VALUES (:team, :player, :name, :teamName, :position, :jersey, now())
                    ON CONFLICT (team_id, player_id) DO UPDATE SET
                        player_name = excluded.player_name, team_name = excluded.team_name, position = excluded.position,
                        jersey_number = excluded.jersey_number, synced_at = now(), left_at = NULL
                    """);
            for (SquadPlayer player : players) {
                batch.bind("team", teamId)
                        .bind("player", player.id().value())
                        .bind("name", player.name())
                        .bind("teamName", teamName)
                        .bind("position", player.position().name())
                        .bind("jersey", player.jerseyNumber())
                        .add();
            }
            batch.execute();
            handle.createUpdate("""
                            UPDATE squad_players SET left_at = now()
                            WHERE team_id = :team AND left_at IS NULL AND synced_at < now()
                            """).bind("team", teamId).execute();
        });
        int changed = 0;
        for (SquadPlayer player : players) {
            boolean news = instruments.list(new Listing(
                    player.id(),
                    player.name(),
                    teamId,
                    teamName,
                    player.position().title(),
                    terms.startingPrice(player.position()),
                    terms.depth()));
            changed += news ? 1 : 0;
        }
        return changed;
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
}
