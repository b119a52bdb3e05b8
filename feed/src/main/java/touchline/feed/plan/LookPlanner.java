package touchline.feed.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import touchline.feed.sportmonks.CallsLeft;

/**
 * Plans one look for each poll. A look by ids replaces a look at the list and includes as many live matches as fit, so matches that the list lacks take no calls away from live
 * ones. Stateless.
 *
 * @param live the beat while a match is played
 * @param idle the longest time between two looks at the list
 */
public record LookPlanner(Duration live, Duration idle) {
    /** That many fit in one call of {@code fixtures/multi}. */
    private static final int MAX_IDS = 50;

    /** The list is read at least every third beat: only it shows matches that nobody knows of. */
    private static final int LIST_BEATS = 3;

    private static final double LEAST_SHARE = 0.2;

    /** A tenth of the plan is kept, so a beat may take a little more than its share: otherwise it would change every few polls. */
    private static final double TOLERANCE = 0.95;

    /** The look that is due. A poll that comes before anything is due reads the list. */
    public Look choose(Instant now, Collection<FollowedMatch> followed, LookMemory memory) {
        Instant listAt = memory.listAt();
        if (listAt == null) {
            return Look.of(Look.Kind.LIST);
        }
        // A run that starts a little early must not leave the match to the next beat.
        Instant soon = now.plus(live.dividedBy(4));
        List<Long> ids = ids(followed, memory, soon);
        if (!ids.isEmpty()) {
            boolean listWaits = soon.isBefore(listAt.plus(live.multipliedBy(listBeats(followed, Set.copyOf(ids)))));
            if (!memory.byIdLast() || listWaits) {
                return new Look(Look.Kind.BY_ID, ids);
            }
        }
        boolean latestSuffices =
                memory.pages() > 1 && !followed.isEmpty() && soon.isBefore(listAt.plus(live.multipliedBy(LIST_BEATS)));
        return Look.of(latestSuffices ? Look.Kind.LATEST : Look.Kind.LIST);
    }

    /** Beats until the list has to be read again, if these matches are seen without it. */
    private static int listBeats(Collection<FollowedMatch> followed, Set<Long> seen) {
        return followed.stream()
                .mapToInt(match -> match.pace() == Pace.PLAYED && seen.contains(match.id())
                        ? LIST_BEATS
                        : match.pace().listBeats())
                .min()
                .orElse(1);
    }

    /** Those that are due, and while there is room those in play, and others that the list lacks. Empty if none is due. */
    private List<Long> ids(Collection<FollowedMatch> followed, LookMemory memory, Instant soon) {
        List<Long> due = followed.stream()
                .filter(match -> memory.unlisted().containsKey(match.id()))
                .filter(match -> !nextOwnLook(match, memory).isAfter(soon))
                .sorted(Comparator.comparing(match -> nextOwnLook(match, memory)))
                .map(FollowedMatch::id)
                .toList();
        if (due.isEmpty()) {
            return List.of();
        }
        Set<Long> ids = new LinkedHashSet<>(due);
        followed.stream().filter(match -> match.pace() == Pace.PLAYED).forEach(match -> ids.add(match.id()));
        followed.stream()
                .filter(match -> memory.unlisted().containsKey(match.id()))
                .forEach(match -> ids.add(match.id()));
        return ids.stream().limit(MAX_IDS).toList();
    }

    private Instant nextOwnLook(FollowedMatch match, LookMemory memory) {
        UnlistedMatch unlisted = memory.unlisted().get(match.id());
        return unlisted == null
                ? Instant.MAX
                : unlisted.asked().plus(live.multipliedBy(match.pace().ownBeats()));
    }

    /** Those to be asked for in the same poll, as the list had them until now, or as nobody has asked for them yet. */
    public List<Long> missing(Collection<FollowedMatch> followed, Set<Long> listed, LookMemory memory) {
        return followed.stream()
                .map(FollowedMatch::id)
                .filter(id -> !listed.contains(id) && !memory.unlisted().containsKey(id))
                .limit(MAX_IDS)
                .toList();
    }

    /**
     * The time until the next poll: when the first look of a followed match is due or the next one kicks off, but not sooner than the calls that are left allow.
     *
     * @param memory after this poll
     */
    public Duration next(
            Instant now,
            Collection<FollowedMatch> followed,
            LookMemory memory,
            CallsLeft calls,
            Optional<Duration> nextKickOff) {
        Instant first = now.plus(idle);
        Instant kickOff = now.plus(nextKickOff.orElse(idle));
        first = kickOff.isBefore(first) ? kickOff : first;
        Instant listAt = memory.listAt() == null ? now : memory.listAt();
        for (FollowedMatch match : followed) {
            boolean unlisted = memory.unlisted().containsKey(match.id());
            List<Instant> looks = new ArrayList<>();
            // One that is over does not return to the list.
            if (!unlisted || !match.pace().isOver()) {
                looks.add(listAt.plus(live.multipliedBy(match.pace().listBeats())));
            }
            if (unlisted) {
                looks.add(nextOwnLook(match, memory));
            }
            for (Instant look : looks) {
                first = look.isBefore(first) ? look : first;
            }
        }
        Duration wait = Duration.between(now, first);
        Duration beat = followed.isEmpty() ? live : beat(memory.pages(), calls);
        return wait.compareTo(beat) < 0 ? beat : wait;
    }

    /** The live beat, or a longer one at which the calls that are left last to the end of the hour; in steps, so that it does not change with every call. */
    private Duration beat(int pages, CallsLeft calls) {
        double share = calls.share().toMillis();
        // One look in LIST_BEATS reads all pages of the list, the others take one call each.
        double others = 1 - share * (pages - 1) / (live.toMillis() * LIST_BEATS);
        double beat = TOLERANCE * Math.min(share * pages, share / Math.max(LEAST_SHARE, others));
        long step = Math.max(1, live.toMillis() / 4);
        Duration bearable = Duration.ofMillis((long) Math.ceil(beat / step) * step);
        return bearable.compareTo(live) < 0 ? live : bearable;
    }

    /** Whether a list without a match shows that it is still not played, as a look at it by id did a while ago. */
    public boolean isVouchedFor(FollowedMatch match, LookMemory memory, Instant now) {
        UnlistedMatch unlisted = memory.unlisted().get(match.id());
        if (unlisted == null || match.pace() == Pace.PLAYED || match.pace().isOver()) {
            return false;
        }
        Duration threeLooks = live.multipliedBy(3L * match.pace().ownBeats());
        return !unlisted.seen().isBefore(unlisted.asked())
                && !unlisted.seen().plus(threeLooks).isBefore(now);
    }

    /**
     * How long one look at a match is valid: a lease on which it trades must not expire between two looks that go by plan.
     *
     * @param least the shortest time
     */
    public Duration validity(Pace pace, Duration least) {
        if (pace == Pace.PLAYED || pace == Pace.STARTING) {
            return least; // even if few calls are left: a match that isn't seen must not trade
        }
        if (pace.isOver()) {
            return least.plus(live.multipliedBy(pace.ownBeats()));
        }
        Duration between = live.multipliedBy(pace.listBeats());
        return least.plus(between.compareTo(idle) > 0 ? idle : between);
    }
}
