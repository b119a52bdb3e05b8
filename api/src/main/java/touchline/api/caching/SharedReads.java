package touchline.api.caching;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Answers equal questions that are asked at the same time by one reading. A question is only answered by a reading that begins after it was asked, so no caller gets an older state
 * than from a reading of its own. At most one reading of a question is under way, and one waits for it to end. Thread-safe.
 *
 * @param <Q> the question, with {@code equals}
 */
public final class SharedReads<Q, A> {
    private final Function<Q, A> reader;
    private final Map<Q, CompletableFuture<A>> notBegun = new ConcurrentHashMap<>();
    private final Map<Q, CompletableFuture<A>> latest = new ConcurrentHashMap<>();

    public SharedReads(Function<Q, A> reader) {
        this.reader = reader;
    }

    /** The answer; throws what the reading threw. */
    public A get(Q question) {
        CompletableFuture<A> own = new CompletableFuture<>();
        CompletableFuture<A> shared = notBegun.putIfAbsent(question, own);
        if (shared == null) {
            shared = own;
            lead(question, own);
        }
        try {
            return shared.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** About how many callers wait for the next reading of a question. */
    int waiting(Q question) {
        CompletableFuture<A> next = notBegun.get(question);
        return next == null ? 0 : 1 + next.getNumberOfDependents();
    }

    private void lead(Q question, CompletableFuture<A> own) {
        CompletableFuture<A> before = latest.put(question, own);
        if (before != null) {
            before.handle((answer, failure) -> answer).join();
        }
        notBegun.remove(question); // who asks from here on gets the next reading
        try {
            own.complete(reader.apply(question));
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
        } finally {
            latest.remove(question, own);
        }
    }
}
