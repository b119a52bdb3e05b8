package touchline.market.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.outbox.Flusher;
import touchline.market.outbox.OutboxLags;

/**
 * Checks everything that is always true of the books. It drains the outbox first, so that it can be run on a stopped market. On a running one
 * what is under way looks wrong for a moment: an offender counts only if it is found again, unchanged, each time one looks.
 */
public final class Audit {
    private static final int ROUNDS = 4;
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final int SHOWN = 3;
    private static final String READABLE = "everything-is-readable";

    private final UnifiedJedis redis;
    private final Jdbi jdbi;
    private final Flusher flusher;
    private final OutboxLags lags;
    private final Duration pause;

    public Audit(UnifiedJedis redis, Jdbi jdbi) {
        this(redis, jdbi, PAUSE);
    }

    /**
     * An audit with its own pace.
     *
     * @param pause between two rounds; zero for a stopped market, in which nothing is under way
     */
    public Audit(UnifiedJedis redis, Jdbi jdbi, Duration pause) {
        this.pause = pause;
        this.redis = redis;
        this.jdbi = jdbi;
        this.flusher = new Flusher(redis, jdbi, Flusher.BATCH);
        this.lags = new OutboxLags(redis, jdbi);
    }

    /**
     * Runs every check. Where another program has overwritten a key that all of the market shares, the report has one check, which names these keys.
     *
     * @throws touchline.market.outbox.DataLossException if Redis knows less than the book
     */
    public AuditReport run() throws InterruptedException {
        List<String> overwritten = SharedKeys.overwritten(redis);
        if (!overwritten.isEmpty()) {
            return AuditReport.of(List.of(new AuditCheck(READABLE, false, detail(overwritten))));
        }
        Map<String, List<String>> standing = round();
        for (int round = 1; round < ROUNDS && standing.values().stream().anyMatch(found -> !found.isEmpty()); round++) {
            Thread.sleep(pause.toMillis());
            Map<String, List<String>> again = round();
            standing.forEach((name, found) -> found.retainAll(again.getOrDefault(name, List.of())));
        }
        List<AuditCheck> checks = new ArrayList<>();
        standing.forEach((name, found) -> checks.add(new AuditCheck(name, found.isEmpty(), detail(found))));
        return AuditReport.of(checks);
    }

    private Map<String, List<String>> round() {
        flusher.drain(DRAIN);
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, book -> {
            AuditQuery.allowLongStatements(book);
            return offenders(HotState.read(redis), book);
        });
    }

    private Map<String, List<String>> offenders(HotState hot, Handle book) {
        Map<String, List<String>> offenders = new LinkedHashMap<>();
        List<String> sum = check("sum-is-zero", offenders);
        HotChecks.sumIsZero(hot, sum);
        BookCheckQuery.sumIsZero(book, sum);
        HotChecks.noNegativeBalance(hot, check("no-negative-balance", offenders));
        List<String> held = check("held-is-margins", offenders);
        HotChecks.heldIsMargins(hot, held);
        BookCheckQuery.heldIsMargins(book, held);
        HotChecks.netFlowAndPools(hot, check("net-flow-and-pools", offenders));
        BookCheckQuery.oneCloseOneFill(book, check("one-close-one-fill", offenders));
        AgreementCheck.run(hot, new AuditQuery(book), check("stores-agree", offenders));
        List<String> clean = check("settled-fixtures-are-clean", offenders);
        BookCheckQuery.settledFixturesAreClean(book, clean);
        BookCheckQuery.settledFixturesHaveNoOrders(book, clean);
        BookCheckQuery.settledAtTheWhistle(book, check("settled-at-the-whistle", offenders));
        HotChecks.settledFixturesDoNotTrade(
                hot, new AuditQuery(book), check("settled-fixtures-do-not-trade", offenders));
        ReplayCheck.run(book, hot.watched(), check("replay-gives-the-closes", offenders));
        BookCheckQuery.noDeadLetters(book, check("no-dead-letters", offenders));
        HotChecks.everythingIsReadable(hot, check(READABLE, offenders));
        outboxIsDrained(check("outbox-is-drained", offenders));
        return offenders;
    }

    private void outboxIsDrained(List<String> offenders) {
        // Each stream by itself. More may be applied than we have counted: other programs write entries too.
        lags.all().forEach((stream, lag) -> {
            if (!lag.isDrained()) {
                offenders.add(stream + ": " + lag.written() + " entries were written, " + lag.applied() + " applied");
            }
        });
    }

    private static List<String> check(String name, Map<String, List<String>> offenders) {
        return offenders.computeIfAbsent(name, key -> new ArrayList<>());
    }

    private static String detail(List<String> found) {
        if (found.isEmpty()) {
            return "holds";
        }
        String first = String.join("; ", found.subList(0, Math.min(SHOWN, found.size())));
        return found.size() > SHOWN ? first + "; and " + (found.size() - SHOWN) + " more" : first;
    }
}
