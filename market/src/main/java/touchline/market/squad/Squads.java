package touchline.market.squad;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.script.UnreadableKeyException;

/**
 * Squads as last synced: rosters in Postgres first, then each player as an instrument. A player belongs to the team joined last among those that name the player; a
 * player in no squad is delisted. Thread-safe.
 */
public final class Squads {
    private static final Logger LOG = LoggerFactory.getLogger(Squads.class);

    private final SquadRepository book;
    private final Instruments instruments;
    private final ListingTerms terms;

    public Squads(Jdbi jdbi, Instruments instruments, ListingTerms terms) {
        this.book = new SquadRepository(jdbi);
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
        Set<Long> known =
                book.known(players.stream().map(one -> one.id().value()).toList());
        return add(
                teamId,
                teamName,
                players.stream()
                        .filter(one -> !known.contains(one.id().value()))
                        .toList());
    }

    /**
     * Adds those players of a team sheet to a team who are not in its squad now, though another team may list them, or whose position is not known. A player who has left the
     * squad since the match began stays out of it: there the squad is newer than the sheet, on every node that reads it.
     *
     * @param kickOff of the match; {@link Instant#EPOCH} if it is not known: then nobody who has left is added
     * @return instruments listed or changed
     */
    public int addMissing(long teamId, String teamName, List<SquadPlayer> players, Instant kickOff) {
        Set<Long> present = book.playersKnownSince(teamId, kickOff);
        return add(
                teamId,
                teamName,
                players.stream()
                        .filter(one -> !present.contains(one.id().value()))
                        .toList());
    }

    private int write(long teamId, String teamName, List<SquadPlayer> players, boolean whole) {
        book.save(new SquadRepository.Team(teamId, teamName), players, whole);
        return hydrate(teamId);
    }

    /**
     * Makes the instruments of everyone who is or was in a squad of the team what the squads say. What a crash left undone is done by the next one. Squads that another node
     * has written meanwhile are followed at once: what was read before would undo its work until the next sync.
     *
     * @return instruments that were not
     */
    public int hydrate(long teamId) {
        int changed = 0;
        List<SquadRepository.Membership> applied;
        List<SquadRepository.Membership> now = book.memberships(teamId);
        do {
            applied = now;
            changed += apply(applied);
            now = book.memberships(teamId);
        } while (!now.equals(applied));
        return changed;
    }

    private int apply(List<SquadRepository.Membership> memberships) {
        int changed = 0;
        for (SquadRepository.Membership membership : memberships) {
            changed += apply(membership) ? 1 : 0;
        }
        return changed;
    }

    private boolean apply(SquadRepository.Membership membership) {
        try {
            return membership.hasLeft()
                    ? instruments.delist(InstrumentId.of(membership.player()))
                    : instruments.list(listing(membership));
        } catch (UnreadableKeyException named) {
            LOG.debug("event=player-not-listed player={}", membership.player(), named); // set_aside names the record
            return false;
        }
    }

    /** Every team that was ever synced. */
    public List<Long> teams() {
        return book.teams();
    }

    /** Whether a team was ever synced. */
    public boolean isKnown(long teamId) {
        return book.isKnown(teamId);
    }

    /** Whether a team was synced within {@code age}. */
    public boolean isFresh(long teamId, Duration age) {
        return book.isFresh(teamId, age);
    }

    private Listing listing(SquadRepository.Membership membership) {
        InstrumentId id = InstrumentId.of(membership.player());
        return new Listing(
                id,
                membership.name().isEmpty() ? "Player " + id : membership.name(),
                membership.team().id(),
                membership.team().name(),
                membership.position().title(),
                terms.startingPrice(membership.position()),
                terms.depth());
    }
}
