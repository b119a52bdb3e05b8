package touchline.bench.jobs;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import touchline.bench.jobs.Results.Measure;
import touchline.bench.jobs.contender.Contender;
import touchline.bench.jobs.contender.Contenders;

/** Prints the figures as a table, with a legend. */
final class JobsReport {
    private static final String ROW = "%-20s %12s %8s %12s %8s %12s %10s %10s %11s%n";

    private final JobsOptions options;
    private final Results results;
    private final PrintStream out;

    JobsReport(JobsOptions options, Results results, PrintStream out) {
        this.options = options;
        this.results = results;
        this.out = out;
    }

    void print(BenchDatabase server) throws SQLException {
        out.printf(
                "One-shot jobs on one Postgres; %,d jobs a round, median of %d%n%n", options.jobs(), options.rounds());
        out.printf(ROW, "", "1 node", "", "2 nodes", "", "commits", "late p50", "late p99", "fail-over");
        out.printf(ROW, "", "jobs/s", "ratio", "jobs/s", "ratio", "a job", "ms", "ms", "s");
        for (Contender contender : options.contenders()) {
            row(contender);
        }
        out.println();
        legend(server);
    }

    private void row(Contender contender) {
        out.printf(
                ROW,
                contender.name(),
                figure("%,.0f", results.median(contender, Measure.ONE_NODE)),
                ratio(contender, Measure.ONE_NODE),
                figure("%,.0f", results.median(contender, Measure.TWO_NODES)),
                ratio(contender, Measure.TWO_NODES),
                figure("%.2f", results.median(contender, Measure.COMMITS)),
                figure("%,.1f", results.median(contender, Measure.P50)),
                figure("%,.1f", results.median(contender, Measure.P99)),
                figure("%.1f", results.median(contender, Measure.FAIL_OVER)));
    }

    /** Relative to the first contender. */
    private String ratio(Contender contender, Measure measure) {
        Contender first = Contenders.all().get(0);
        return figure("%.2f", results.median(contender, measure) / results.median(first, measure));
    }

    private static String figure(String format, double figure) {
        return Double.isNaN(figure) ? "-" : String.format(Locale.ROOT, format, figure);
    }

    private void legend(BenchDatabase server) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (Contender contender : options.contenders()) {
            lines.add(contender.name() + ": " + contender.settings());
            if (!contender.notRun().isEmpty()) {
                lines.add("  fail-over not run " + contender.notRun());
            }
        }
        double extra = results.sum(options.contenders(), Measure.EXTRA);
        lines.add("");
        lines.add(
                "jobs/s: from the first run to the last, jobs stored before, each run at least once; runs above one a job: "
                        + Math.round(extra));
        lines.add("ratio: to quartz. commits a job: on one node, including read-only transactions.");
        lines.add(
                "late: begun after its instant, one node, 100 a second for 10 s, stored before (once, not a median).");
        lines.add(
                "fail-over: from kill -9 of a node within a job to that job's beginning on the other (once; all contenders at the same time).");
        lines.add(
                "Each node is a JVM of its own, warmed up by 500 jobs or more; all have the same pool of connections.");
        lines.add("Not measured: storing jobs, jobs that do something, networks, more than two nodes, a busy disk.");
        lines.add("");
        lines.add(Runtime.getRuntime().availableProcessors() + " cores, JDK " + Runtime.version() + ", Postgres "
                + server.text("SHOW server_version") + ": " + server.text("""
                        SELECT string_agg(name || ' ' || current_setting(name), ', ' ORDER BY name) FROM pg_settings
                        WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_compression')
                        """) + "; all on this machine.");
        lines.forEach(out::println);
    }
}
