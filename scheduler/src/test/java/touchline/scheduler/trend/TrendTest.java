package touchline.scheduler.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobName;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
final class TrendTest {
    private static final JobName POLL = JobName.of("test/poll");
    private static final JobName OTHER = JobName.of("test/other");
    private static final Duration KEEP = Duration.ofDays(14);

    private Jdbi jdbi;
    private TrendRepository trends;

    @BeforeEach
    void begin(TestStores stores) {
        jdbi = Jdbi.create(stores.dataSource());
        trends = new TrendRepository(jdbi, KEEP);
        trends.promise(List.of(
                new JobPromise(POLL, Duration.ofSeconds(2), 9_900),
                new JobPromise(OTHER, Duration.ofSeconds(1), 9_500)));
    }

    @Test
    void aLongHistoryIsCountedOnceAndThenByWhatIsNew() {
        // 10,000 runs in 10 days, of which each 200th is late and each 500th failed
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'test', 'poll', 'poll', 'a', t, t + CASE WHEN n % 200 = 0 THEN interval '3 seconds' ELSE interval '1 second' END,
                       t + interval '4 seconds', CASE WHEN n % 500 = 0 THEN 'FAILED' ELSE 'SUCCEEDED' END
                FROM (SELECT n, now() - n * interval '86.4 seconds' - interval '1 minute' AS t FROM generate_series(1, 10000) AS n) AS runs
                """));
        jdbi.useHandle(handle -> handle.execute("ANALYZE job_executions"));
        trends.countRuns(Instant.now());
        trends.countRuns(Instant.now());
        assertThat(budget(POLL).due()).isEqualTo(10_000);
        assertThat(budget(POLL).late()).isEqualTo(50);
        assertThat(budget(POLL).used()).isEqualTo(0.5);
        assertThat(budget(POLL).onTime()).isEqualTo(0.995);
        assertThat(budget(POLL).latestMillis()).isEqualTo(3_000);
        assertThat(budget(OTHER).used()).isZero();
        assertThat(budget(OTHER).onTime()).isNull();

        run("FAILED", Duration.ZERO, Duration.ofSeconds(30), "SCHEDULE");
        run("SUCCEEDED", Duration.ZERO, Duration.ofSeconds(30), "OPERATOR"); // promised to nobody
        trends.countRuns(Instant.now());
        assertThat(budget(POLL).due()).isEqualTo(10_001);
        assertThat(budget(POLL).late()).isEqualTo(51);

        Instant now = Instant.now();
        List<TrendQuery.RunPoint> day =
                new TrendQuery(jdbi).runs(POLL, now.minus(Duration.ofDays(1)), now, Duration.ofMinutes(30));
        assertThat(day).hasSizeBetween(47, 49).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(day.stream().mapToLong(TrendQuery.RunPoint::succeeded).sum()).isBetween(950L, 1_000L);
        assertThat(new TrendQuery(jdbi).runs(OTHER, now.minus(Duration.ofDays(1)), now, Duration.ofMinutes(30)))
                .isEmpty();
        assertThat(plan()).contains("job_executions_by_end").doesNotContain("Seq Scan on job_executions");
    }

    @Test
    void theFirstCountIncludesTheSlotThatIsNotOver() {
        run("SUCCEEDED", Duration.ZERO, Duration.ZERO, "SCHEDULE");
        trends.countRuns(Instant.now());
        assertThat(budget(POLL).due()).isEqualTo(1);
    }

    @Test
    void aBurnIsOfTheLastHourAndAPromiseIsPossible() {
        for (int n = 0; n < 9; n++) {
            run("SUCCEEDED", Duration.ofMinutes(5), Duration.ofMillis(n == 0 ? 2_001 : 2_000), "SCHEDULE");
            run("SUCCEEDED", Duration.ofHours(5), Duration.ofSeconds(9), "SCHEDULE");
        }
        run("SUCCEEDED", Duration.ofDays(13), Duration.ZERO, "SCHEDULE");
        trends.countRuns(Instant.now());
        assertThat(budget(POLL).late()).isEqualTo(10);
        assertThat(budget(POLL).burnRate()).isCloseTo(1 / 9.0 / 0.01, within(0.001));
        assertThatThrownBy(() -> new JobPromise(POLL, Duration.ofSeconds(1), 10_000))
                .hasMessageContaining("below 1");
        assertThat(trends.trim(Instant.now().plus(Duration.ofDays(2)))).isEqualTo(1);
    }

    @Test
    void lagIsSampledOfLivingNodesOncePerMinute() {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO job_nodes (node, host, pid, version, state, threads, died_at)
                VALUES ('a', 'h', 1, 'v', 'FIRING', 5, NULL), ('b', 'h', 1, 'v', 'FIRING', 5, NULL), ('c', 'h', 1, 'v', 'FIRING', 5, now());
                INSERT INTO job_services (node, service, state, lag_ms)
                VALUES ('a', 'flusher', 'ACTIVE', 40), ('b', 'flusher', 'ACTIVE', 70), ('c', 'flusher', 'ACTIVE', 900), ('a', 'feed-watch', 'ACTIVE', NULL)
                """));
        Instant now = Instant.parse("2026-03-01T10:00:30Z");
        trends.sample(now);
        trends.sample(now.plusSeconds(5));
        trends.sample(now.plusSeconds(60));
        assertThat(new TrendQuery(jdbi).lag(now.minusSeconds(60), now.plusSeconds(600), Duration.ofMinutes(1)))
                .containsExactly(
                        new TrendQuery.LagPoint("flusher", Instant.parse("2026-03-01T10:00:00Z"), 70),
                        new TrendQuery.LagPoint("flusher", Instant.parse("2026-03-01T10:01:00Z"), 70));
        assertThat(trends.trim(now.plus(KEEP).plusSeconds(60))).isEqualTo(2);
    }

    private String plan() {
        return jdbi.withHandle(handle ->
                String.join("\n", handle.createQuery("""
                        EXPLAIN SELECT count(*) FROM job_executions e LEFT JOIN job_promises p USING (job_group, job_name)
                        WHERE e.finished_at >= now() - interval '30 minutes' AND e.finished_at < now() + interval '11 hours'
                        """).mapTo(String.class).list()));
    }

    private ErrorBudget budget(JobName job) {
        return new ErrorBudgetQuery(jdbi)
                .all().stream().filter(one -> one.job().equals(job)).findFirst().orElseThrow();
    }

    private void run(String outcome, Duration ago, Duration late, String cause) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome, cause)
                        SELECT 'test', 'poll', 'poll', 'a', t - make_interval(secs => :late), t, t, :outcome, :cause
                        FROM (SELECT now() - make_interval(secs => :ago) AS t) AS one
                        """)
                .bind("late", late.toMillis() / 1_000.0)
                .bind("ago", ago.toSeconds())
                .bind("outcome", outcome)
                .bind("cause", cause)
                .execute());
    }
}
