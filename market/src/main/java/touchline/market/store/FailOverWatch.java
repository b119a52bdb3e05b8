package touchline.market.store;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Tells by rounds of answers of all Sentinels until when no fail-over from a primary can have begun. It is kept as long as so many Sentinels reach it that the
 * others are too few for the quorum.
 *
 * <p>After a lapse, in which too few may have reached it, that is not enough: a Sentinel may have begun a fail-over and carry it through although the primary is back,
 * and one that still takes it for down counts for a while others that don't any more. So a later round must show that none does. The first round ends a lapse too, as
 * nobody knows what was before. Not thread-safe but for reading: one thread at a time takes rounds.
 */
final class FailOverWatch {
    /** A Sentinel asks the others once a second, and is late by its timer at most. */
    private static final long COUNTED_NANOS = TimeUnit.MILLISECONDS.toNanos(1_250);
    /** How long it counts the last answer of one that it can't reach. */
    private static final long COUNTED_UNREACHED_NANOS = TimeUnit.MILLISECONDS.toNanos(5_250);

    private volatile @Nullable State state;
    private volatile @Nullable String weakness;

    /**
     * A round of questions; times are those of {@link System#nanoTime}.
     *
     * @param listed how many Sentinels are asked
     */
    record Round(int listed, long began, long ended, List<Sentinel.Answer> answers) {
        Round {
            answers = List.copyOf(answers);
        }

        /** How many Sentinels there are: those that were not listed may fail over too. */
        int sentinels() {
            return Math.max(
                    listed,
                    answers.stream().mapToInt(Sentinel.Answer::others).max().orElse(0) + 1);
        }

        int quorum() {
            return answers.stream().mapToInt(Sentinel.Answer::quorum).min().orElse(1);
        }

        /** How many must reach the primary so that the others are too few. */
        int needed() {
            return Math.max(1, sentinels() - quorum() + 1);
        }
    }

    /**
     * After a round.
     *
     * @param downAt until when enough Sentinels can't take the primary for down
     * @param since the end of the first round since when that has been so without a lapse
     * @param isSettled whether no fail-over goes on that began before
     */
    private record State(HostAndPort primary, long downAt, long since, boolean isSettled, long keptUntil) {}

    /** Whether no fail-over from a primary can have begun by {@code now}. */
    boolean isKept(HostAndPort primary, long now) {
        State last = state;
        return last != null && last.isSettled() && last.primary().equals(primary) && now - last.keptUntil() < 0;
    }

    /** Why fewer dead Sentinels than a minority would keep a primary from being kept; empty where they would not. */
    Optional<String> weakness() {
        return Optional.ofNullable(weakness);
    }

    void take(HostAndPort primary, Round round) {
        boolean isReplacing = round.answers().stream().anyMatch(Sentinel.Answer::isReplacing);
        long downAt = isReplacing ? round.began() : reached(primary, round, Sentinel.Answer::downAt);
        State before = state;
        boolean isHeld = before != null && before.primary().equals(primary) && round.ended() - before.downAt() < 0;
        long since = before != null && isHeld ? before.since() : round.ended();
        boolean isSettled = before != null
                && isHeld
                && !isReplacing
                && (before.isSettled() || round.began() - since - unseen(round) >= 0);
        state = new State(primary, downAt, since, isSettled, reached(primary, round, Sentinel.Answer::keptUntil));
        weakness = weaknessOf(round);
    }

    /** The earliest time by which as many Sentinels as a fail-over takes may have lost the primary. */
    private static long reached(HostAndPort primary, Round round, ToLongFunction<Sentinel.Answer> until) {
        return round.answers().stream()
                .filter(answer -> answer.primary().equals(primary))
                .map(answer -> until.applyAsLong(answer) - round.began())
                .sorted(Comparator.reverseOrder())
                .skip(round.needed() - 1L)
                .findFirst()
                .map(left -> round.began() + left)
                .orElse(round.began());
    }

    /** How long after a lapse a fail-over may go on, or begin, that this round does not show. */
    private static long unseen(Round round) {
        if (round.answers().size() < round.listed()) {
            return round.answers().stream()
                    .mapToLong(Sentinel.Answer::failOverNanos)
                    .reduce(COUNTED_UNREACHED_NANOS, Math::max);
        }
        return round.answers().stream().anyMatch(Sentinel.Answer::isDown) ? COUNTED_UNREACHED_NANOS : COUNTED_NANOS;
    }

    private static @Nullable String weaknessOf(Round round) {
        int sentinels = round.sentinels();
        int minority = (sentinels - 1) / 2;
        if (round.listed() - round.needed() >= minority) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "writes are refused unless %d of %d Sentinels answer and reach the primary (quorum %d, %d in REDIS_URL):"
                        + " set the quorum to %d, and name all Sentinels in REDIS_URL",
                round.needed(),
                sentinels,
                round.quorum(),
                round.listed(),
                sentinels - minority);
    }
}
