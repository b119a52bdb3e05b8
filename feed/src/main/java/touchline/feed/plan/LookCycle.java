package touchline.feed.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.UnreadableRow;
import touchline.feed.sportmonks.FeedException;

/** Makes the calls of one poll, and notes what they found. */
public record LookCycle(LookPlanner planner, LiveFeed feed) {

    /**
     * What the calls of a poll found.
     *
     * @param fixtures by id
     * @param unlisted followed matches that the list, which was read, lacks, and that were not asked for by id
     * @param memory for the next poll
     * @param failure why some could not be asked for by id; null if all were. If it was the only call, it is to be thrown once the memory is kept
     */
    public record Looked(
            Map<Long, FeedFixture> fixtures,
            List<UnreadableRow> unreadable,
            Set<Long> unlisted,
            LookMemory memory,
            @Nullable FeedException failure) {}

    /** Makes the calls that are due. */
    public Looked look(Instant now, Collection<FollowedMatch> followed, LookMemory memory)
            throws FeedException, InterruptedException {
        Look look = planner.choose(now, followed, memory);
        Found found = new Found(new LinkedHashMap<>(), new ArrayList<>());
        if (look.kind() == Look.Kind.BY_ID) {
            return byId(now, look.ids(), memory, found, true);
        }
        if (look.kind() == Look.Kind.LATEST) {
            found.add(feed.latest().answer());
            return new Looked(found.fixtures(), found.unreadable(), Set.of(), memory.afterLatest(), null);
        }
        LiveFeed.LiveList list = feed.list();
        found.add(list.answer());
        Set<Long> listed = Set.copyOf(found.fixtures().keySet());
        LookMemory after = memory.afterList(now, list.calls(), listed, followed);
        Set<Long> unlisted = Set.copyOf(after.unlisted().keySet());
        List<Long> missing = planner.missing(followed, listed, after);
        Looked looked = missing.isEmpty()
                ? new Looked(found.fixtures(), found.unreadable(), Set.of(), after, null)
                : byId(now, missing, after, found, false);
        return new Looked(looked.fixtures(), looked.unreadable(), unlisted, looked.memory(), looked.failure());
    }

    private Looked byId(Instant now, List<Long> ids, LookMemory memory, Found found, boolean only)
            throws InterruptedException {
        // A listed match that fills the call up stays a listed one.
        List<Long> lacking =
                only ? ids.stream().filter(memory.unlisted()::containsKey).toList() : ids;
        FeedException failure = null;
        Set<Long> returned = Set.of();
        try {
            FeedAnswer<FeedFixture> answer = feed.fixtures(ids);
            returned = answer.items().stream().map(FeedFixture::id).collect(Collectors.toSet());
            found.add(answer);
        } catch (FeedException e) {
            failure = e;
        }
        LookMemory after = memory.afterIds(now, only, lacking, returned);
        return new Looked(found.fixtures(), found.unreadable(), Set.of(), after, failure);
    }

    private record Found(Map<Long, FeedFixture> fixtures, List<UnreadableRow> unreadable) {
        void add(FeedAnswer<FeedFixture> answer) {
            answer.items().forEach(fixture -> fixtures.put(fixture.id(), fixture));
            unreadable.addAll(answer.unreadable());
        }
    }
}
