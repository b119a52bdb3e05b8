package touchline.scheduler.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunCause;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.sql.TimeColumns;

/** Reads the history of runs in pages. Frequent filters have an index, and a text search examines a bounded number of runs per page. Thread-safe. */
public final class ExecutionsQuery {
    /** The most runs that a text search examines per page; the cursor continues from there. */
    static final int SEARCHED = 20_000;

    private static final int MOST_ATTEMPTS = 100;

    /** How far the order of ids may differ from that of times: nodes' clocks and the lengths of transactions differ. */
    private static final Duration BLUR = Duration.ofSeconds(10);

    /** The time by which ids are approximately ordered. */
    private static final String CAME_ABOUT =
            "CASE WHEN e.cause = 'OPERATOR' AND e.attempt = 1 AND NOT e.recovering THEN e.scheduled_at ELSE e.fired_at END";

    private static final String COLUMNS = """
            e.id, e.job_group, e.job_name, e.trigger_name, e.cause, e.triggered_by, e.node, e.outcome, e.attempt, e.follows, e.recovering,
            e.parameters, e.scheduled_at, e.fired_at, e.finished_at, e.lateness_ms, e.deadline_at, e.next_attempt_at, e.progress, e.percent,
            e.counts, e.reason, e.result, e.log_lines, e.fence, e.fenced, e.lost_at,
            e.interrupt_by, e.interrupt_reason, e.interrupt_requested_at, e.interrupt_received_at, e.interrupt_honoured_at""";

    /** Lists contain only the first line of a stack. */
    private static final String BRIEFLY = COLUMNS + ", split_part(e.error, E'\\n', 1) AS error";

    private static final String WHOLE = COLUMNS + ", e.error";

    private final Jdbi jdbi;

    public ExecutionsQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A filter of runs; null and empty values match all.
     *
     * @param from only runs that began, or were requested by an operator, at this time or later
     * @param to only runs before this time
     * @param text only runs with this text in their subject, parameters, reason, result or error, ignoring case
     */
    public record Filter(
            @Nullable String group,
            @Nullable String job,
            Set<RunOutcome> outcomes,
            @Nullable RunCause cause,
            @Nullable String node,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String text) {
        public static final Filter ALL = new Filter(null, null, Set.of(), null, null, null, null, null);

        public static Filter of(JobName job) {
            return new Filter(job.group(), job.name(), Set.of(), null, null, null, null, null);
        }

        private Filter ofAnyText() {
            return new Filter(group, job, outcomes, cause, node, from, to, null);
        }

        /** Outcomes are constants in the statement, so that Postgres can use the partial index of failed runs. */
        private String conditions() {
            List<String> all = new ArrayList<>();
            all.add("e.id >= :first AND e.id < :before");
            add(all, group, "e.job_group = :group");
            add(all, job, "e.job_name = :job");
            add(all, cause, "e.cause = :cause");
            add(all, node, "e.node = :node");
            add(all, from, CAME_ABOUT + " >= :from");
            add(all, to, CAME_ABOUT + " < :to");
            add(all, text, """
                    strpos(lower(concat_ws(' ', e.trigger_name, e.triggered_by, e.parameters::text, e.reason, e.result, e.error)),
                           lower(:text)) > 0""");
            if (!outcomes.isEmpty()) {
                all.add(EnumSet.copyOf(outcomes).stream()
                        .map(outcome -> "'" + outcome.name() + "'")
                        .collect(Collectors.joining(", ", "e.outcome IN (", ")")));
            }
            return String.join("\n  AND ", all);
        }

        private static void add(List<String> conditions, @Nullable Object wanted, String condition) {
            if (wanted != null) {
                conditions.add(condition);
            }
        }

        private void bind(Query query) {
            bind(query, "group", group);
            bind(query, "job", job);
            bind(query, "cause", cause == null ? null : cause.name());
            bind(query, "node", node);
            bind(query, "from", from == null ? null : from.atOffset(ZoneOffset.UTC));
            bind(query, "to", to == null ? null : to.atOffset(ZoneOffset.UTC));
            bind(query, "text", text);
        }

        private static void bind(Query query, String name, @Nullable Object value) {
            if (value != null) {
                query.bind(name, value);
            }
        }
    }

    /**
     * A page of runs.
     *
     * @param next the cursor: the id before which the next page starts; null on the last page. A page of a text search can be short or empty and
     *     still have one
     */
    public record Found(List<Execution> runs, @Nullable Long next) {}

    /**
     * Returns runs, the latest first.
     *
     * @param before only runs before this id
     */
    public Found list(Filter filter, long before, int most) {
        return list(filter, before, most, SEARCHED);
    }

    Found list(Filter filter, long before, int most, int searched) {
        Instant from = filter.from();
        Instant to = filter.to();
        Ids ids = new Ids(
                from == null ? 0 : idAt(from.minus(BLUR)), to == null ? before : Math.min(before, idAt(to.plus(BLUR))));
        if (filter.text() == null) {
            return listed(filter, ids, most);
        }
        Looked looked = looked(filter.ofAnyText(), ids, searched);
        Found found = listed(filter, new Ids(looked.last(), ids.before()), most);
        return found.next() == null && looked.runs() == searched ? new Found(found.runs(), looked.last()) : found;
    }

    /** From {@code first}, included, to {@code last}, excluded. */
    private record Ids(long first, long before) {
        void bind(Query query) {
            query.bind("first", first).bind("before", before);
        }
    }

    /** Returns the first id at a time or later, by a binary search: an index would cost every run, and ids are nearly ordered by time. */
    private long idAt(Instant time) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH RECURSIVE search(low, high) AS (
                            SELECT 0::bigint, coalesce(max(id), 0) + 1 FROM job_executions
                            UNION ALL
                            SELECT CASE WHEN at < :time THEN (low + high) / 2 + 1 ELSE low END,
                                   CASE WHEN at < :time THEN high ELSE (low + high) / 2 END
                            FROM (SELECT low, high,
                                         (SELECT %s FROM job_executions e WHERE e.id >= (low + high) / 2 ORDER BY e.id LIMIT 1) AS at
                                  FROM search WHERE low < high) step
                        )
                        SELECT low FROM search WHERE low >= high
                        """.formatted(CAME_ABOUT))
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .mapTo(Long.class)
                .one());
    }

    private Found listed(Filter filter, Ids ids, int most) {
        List<Execution> found = jdbi.withHandle(handle -> {
            Query query = handle.createQuery("""
                    SELECT %s
                    FROM job_executions e
                    WHERE %s
                    ORDER BY e.id DESC LIMIT :most
                    """.formatted(BRIEFLY, filter.conditions()));
            filter.bind(query);
            ids.bind(query);
            return query.bind("most", most + 1).map(new ExecutionRow()).list();
        });
        return found.size() <= most
                ? new Found(found, null)
                : new Found(found.subList(0, most), found.get(most - 1).id());
    }

    /** Counts the runs to examine, and returns the last of them. */
    private record Looked(int runs, long last) {}

    private Looked looked(Filter filter, Ids ids, int most) {
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery("""
                    SELECT count(*) AS runs, coalesce(min(id), 0) AS last
                    FROM (SELECT e.id FROM job_executions e WHERE %s ORDER BY e.id DESC LIMIT :most) AS looked
                    """.formatted(filter.conditions()));
            filter.bind(query);
            ids.bind(query);
            return query.bind("most", most)
                    .map((row, context) -> new Looked(row.getInt("runs"), row.getLong("last")))
                    .one();
        });
    }

    /** Returns a run with its whole stack trace. */
    public Optional<Execution> find(long id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + WHOLE + " FROM job_executions e WHERE e.id = :id")
                        .bind("id", id)
                        .map(new ExecutionRow())
                        .findOne());
    }

    /** Returns the last hundred attempts of the same request, in order. */
    public List<Execution> attempts(long id) {
        List<Execution> latestFirst = jdbi.withHandle(handle -> handle.createQuery("""
                        WITH RECURSIVE before AS (
                            SELECT id, follows FROM job_executions WHERE id = :id
                            UNION SELECT e.id, e.follows FROM job_executions e JOIN before b ON e.id = b.follows
                        ), chain AS (
                            SELECT min(id) AS id FROM before
                            UNION SELECT e.id FROM job_executions e JOIN chain c ON e.follows = c.id
                        )
                        SELECT %s FROM job_executions e JOIN chain USING (id) ORDER BY e.id DESC LIMIT :most
                        """.formatted(BRIEFLY))
                .bind("id", id)
                .bind("most", MOST_ATTEMPTS)
                .map(new ExecutionRow())
                .list());
        List<Execution> chain = new ArrayList<>(latestFirst);
        Collections.reverse(chain);
        return List.copyOf(chain);
    }

    /** Returns running and queued runs of all nodes, the latest first. */
    public List<Execution> underWay() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT %1$s FROM job_executions e WHERE e.outcome = 'RUNNING'
                        UNION ALL
                        SELECT %1$s FROM job_executions e WHERE e.outcome = 'QUEUED'
                        ORDER BY id DESC
                        """.formatted(BRIEFLY))
                .map(new ExecutionRow())
                .list());
    }

    /** Returns lines of a run's log after line {@code after}. Lines are stored up to a second after the run writes them. */
    public List<Execution.LogLine> log(long id, int after, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT line, at, level, message FROM job_execution_log
                        WHERE execution_id = :id AND line > :after ORDER BY line LIMIT :most
                        """)
                .bind("id", id)
                .bind("after", after)
                .bind("most", most)
                .map((row, context) -> new Execution.LogLine(
                        row.getInt("line"),
                        TimeColumns.time(row, "at"),
                        row.getString("level"),
                        row.getString("message")))
                .list());
    }
}
