package touchline.feed.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the polls before found.
 *
 * @param listAt when the list of live matches was last read; null if it never was
 * @param pages calls that the list took
 * @param byIdLast whether the last look was one by ids
 * @param unlisted followed matches that the list lacks, by id
 */
public record LookMemory(@Nullable Instant listAt, int pages, boolean byIdLast, Map<Long, UnlistedMatch> unlisted) {
    public static final LookMemory NONE = new LookMemory(null, 1, false, Map.of());

    public LookMemory {
        unlisted = Map.copyOf(unlisted);
    }

    /** How long the feed has known nothing of a match. */
    public Duration unseenFor(long id, Instant now) {
        UnlistedMatch match = unlisted.get(id);
        return match == null ? Duration.ZERO : Duration.between(match.seen(), now);
    }

    /** After the list was read. Matches that are no longer followed are dropped. */
    LookMemory afterList(Instant now, int calls, Set<Long> listed, Collection<FollowedMatch> followed) {
        Map<Long, UnlistedMatch> still = new HashMap<>();
        for (FollowedMatch match : followed) {
            UnlistedMatch known = unlisted.get(match.id());
            if (known != null && !listed.contains(match.id())) {
                still.put(match.id(), known);
            }
        }
        return new LookMemory(now, Math.max(1, calls), false, still);
    }

    /** After the newest changes were read, which say nothing of other matches. */
    LookMemory afterLatest() {
        return new LookMemory(listAt, pages, false, unlisted);
    }

    /**
     * After some were asked for by id.
     *
     * @param last whether that was the whole poll
     * @param asked those that the list lacks, listed ones excluded
     * @param found those of them that the feed returned
     */
    LookMemory afterIds(Instant now, boolean last, Collection<Long> asked, Set<Long> found) {
        Map<Long, UnlistedMatch> all = new HashMap<>(unlisted);
        for (long id : asked) {
            UnlistedMatch known = all.get(id);
            Instant seen = found.contains(id) || known == null ? now : known.seen();
            all.put(id, new UnlistedMatch(now, seen));
        }
        return new LookMemory(listAt, pages, last, all);
    }
}
