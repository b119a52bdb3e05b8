package touchline.sandbox.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditCheck;
import touchline.market.audit.AuditReport;
import touchline.sandbox.chaos.cluster.ChaosCluster;
import touchline.sandbox.chaos.cluster.Patience;
import touchline.sandbox.chaos.cluster.SlowScript;
import touchline.stores.Guardian;

/** Injects faults into a cluster under load, and then compares what was acknowledged with what the books say. */
public final class ChaosRun {
    private static final int SLOW_SHOWN = 5;
    private static final int COSTLY_RUNS = 3; // fewer may be a fork's page faults
    private static final Duration RECOVERY = Duration.ofMinutes(10);
    private static final Duration GIVEN_UP = Duration.ofSeconds(2);

    private final ChaosOptions options;
    private final Path configuration;
    private final PrintStream out;
    private final List<SlowScript> slowScripts = new ArrayList<>();

    /**
     * A run.
     *
     * @param configuration the shipped config.yml
     */
    public ChaosRun(ChaosOptions options, Path configuration, PrintStream out) {
        this.options = options;
        this.configuration = configuration;
        this.out = out;
    }

    /** Runs it, and returns the exit code: 0 if the cluster recovered each time and nothing is lost, doubled or wrong. */
    public int run() throws Exception {
        Path kept = options.data();
        Path directory = (kept == null ? Files.createTempDirectory("touchline-chaos") : Files.createDirectories(kept))
                .toRealPath();
        FaultPlan plan = FaultPlan.of(
                options.seed(),
                options.only(),
                ChaosCluster.hasSmallDisks(),
                ChaosCluster.hasSettableClocks(),
                !options.small());
        Guardian guardian = Guardian.over(directory, kept == null);
        try {
            out.println("Starting Redis, Postgres, two nodes and a flusher; logs are in " + directory + " ...");
            try (ChaosCluster cluster = ChaosCluster.start(directory, configuration, options.small())) {
                return run(cluster, plan);
            }
        } finally {
            guardian.end();
        }
    }

    private int run(ChaosCluster cluster, FaultPlan plan) throws Exception {
        TradingFloor floor = open(cluster);
        List<InjectedFault> faults = new ArrayList<>();
        String failure = inject(cluster, floor, plan, faults);
        boolean answered = floor.close(failure.isEmpty() ? RECOVERY : GIVEN_UP);
        if (!answered && failure.isEmpty()) {
            failure = "a write is still unanswered";
        }
        if (!failure.isEmpty()) {
            out.println("Not recovered: " + failure); // before the comparison, which may fail then
        }
        FaultTable table = new FaultTable(faults);
        AuditReport audit = compare(cluster, floor, table);
        out.print(table.text());
        reportLateRecoveries(faults);
        int errors = report(floor, audit);
        reportSlowScripts();
        boolean hasCostly = reportCostlyScripts(cluster.redis().costlyScripts());
        boolean isRight = table.lost() == 0 && table.doubled() == 0 && errors == 0 && audit.ok() && !hasCostly;
        return isRight && failure.isEmpty() ? 0 : 1;
    }

    private TradingFloor open(ChaosCluster cluster) throws IOException, InterruptedException {
        TradingFloor.TradingPace pace =
                options.small() ? TradingFloor.TradingPace.SMALL : TradingFloor.TradingPace.FULL;
        try (RedisClient redis = RedisClient.create(cluster.redisUrl())) {
            TradingFloor floor = TradingFloor.open(redis, cluster.ports(), cluster.secret(), pace, options.seed());
            awaitService(floor);
            return floor;
        }
    }

    /** Returns the reason if the cluster didn't recover by itself; empty if it did each time. */
    private String inject(ChaosCluster cluster, TradingFloor floor, FaultPlan plan, List<InjectedFault> faults)
            throws InterruptedException {
        long end = System.nanoTime() + options.length().toNanos();
        while (faults.size() < options.faults() && System.nanoTime() - end < 0) {
            FaultPlan.Step step = plan.next();
            long from = System.nanoTime();
            Instant at = Instant.now();
            String failure = "";
            try {
                step.kind().inject(cluster, new Random(step.seed()));
                awaitService(floor);
                cluster.awaitWhole();
                awaitService(floor); // a store may refuse writes again until it is replicated
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception notRecovered) {
                failure = step.kind().title() + ": " + notRecovered;
            }
            InjectedFault fault = new InjectedFault(step.kind(), from, at, floor.longestGap(from, System.nanoTime()));
            faults.add(fault);
            out.printf(
                    Locale.ROOT,
                    "%4d  %-45s %.1f s%n",
                    faults.size(),
                    step.kind().title(),
                    fault.unavailable().toMillis() / 1_000.0);
            slowScripts.addAll(cluster.redis().takeSlowScripts());
            cluster.takeRestarts().forEach(each -> out.println("      " + each + " ended by itself"));
            if (!failure.isEmpty()) {
                return failure;
            }
        }
        return "";
    }

    private static void awaitService(TradingFloor floor) throws IOException, InterruptedException {
        long now = System.nanoTime();
        Patience.await("each trader is served again", RECOVERY, () -> floor.allServedSince(now));
    }

    private static AuditReport compare(ChaosCluster cluster, TradingFloor floor, FaultTable table)
            throws IOException, InterruptedException {
        Jdbi jdbi = Jdbi.create(cluster.database());
        try (RedisClient redis = RedisClient.create(cluster.redisUrl())) {
            AuditReport audit = new Audit(redis, jdbi).run(); // it drains the outbox first
            BookedWritesQuery book = new BookedWritesQuery(jdbi);
            Comparison comparison = new Comparison(table);
            for (ChaosTrader trader : floor.traders()) {
                comparison.add(trader.acknowledged(), book.of(trader.user()));
            }
            return audit;
        }
    }

    /** Says what took longer than promised, which may be the machine's fault: another program may have used it. */
    private void reportLateRecoveries(List<InjectedFault> faults) {
        List<InjectedFault> late = faults.stream().filter(InjectedFault::isLate).toList();
        out.println("\nRecoveries that took longer than promised: " + late.size());
        late.forEach(fault -> out.printf(
                Locale.ROOT,
                "  %s: %.1f s, promised %d s%n",
                fault.kind().title(),
                fault.unavailable().toMillis() / 1_000.0,
                fault.kind().promise().toSeconds()));
    }

    /** Returns whether one took more than 5 ms of CPU time again and again. Unlike its time by the clock, that doesn't depend on what else the machine does. */
    private boolean reportCostlyScripts(List<SlowScript> costly) {
        Map<String, List<SlowScript>> byName =
                costly.stream().collect(Collectors.groupingBy(SlowScript::name, TreeMap::new, Collectors.toList()));
        out.println("Scripts above 5 ms of CPU time: " + costly.size());
        byName.forEach((name, runs) -> out.println("  " + name + ": " + runs.size() + " times, at most "
                + Collections.max(runs, Comparator.comparing(SlowScript::time))
                        .time()
                        .toMillis() + " ms"));
        return byName.values().stream().anyMatch(runs -> runs.size() >= COSTLY_RUNS);
    }

    /** A script's time by the clock includes what the machine gave to other processes. */
    private void reportSlowScripts() {
        out.println("Scripts of Redis above 5 ms: " + slowScripts.size());
        slowScripts.stream()
                .sorted(Comparator.comparing(SlowScript::time).reversed())
                .limit(SLOW_SHOWN)
                .forEach(slow ->
                        out.println("  " + slow.name() + ": " + slow.time().toMillis() + " ms"));
    }

    /** Returns the number of answers that no client would repeat. */
    private int report(TradingFloor floor, AuditReport audit) {
        Map<String, Integer> refused = new TreeMap<>();
        floor.traders()
                .forEach(trader -> trader.refused().forEach((type, count) -> refused.merge(type, count, Integer::sum)));
        int errors = floor.traders().stream().mapToInt(ChaosTrader::faults).sum();
        out.println(
                "Seed " + options.seed() + ". Refused: " + refused + ". Answers 5xx other than 503: " + errors + ".");
        out.println("Audit: " + (audit.ok() ? "all " + audit.checks().size() + " checks hold" : "FAILED"));
        for (AuditCheck check : audit.checks()) {
            if (!check.ok()) {
                out.println("  " + check.name() + ": " + check.detail());
            }
        }
        return errors;
    }
}
