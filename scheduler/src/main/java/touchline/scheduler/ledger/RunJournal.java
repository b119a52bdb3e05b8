package touchline.scheduler.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buffers the progress and log of running runs. {@link #write} stores it every half second, so that verbose jobs are not slowed down; it is bounded,
 * so that it can't fill the disk. Thread-safe.
 */
public final class RunJournal {
    /** The most lines stored per run; later ones are only counted. */
    public static final int MOST_LINES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);
    private static final int LONGEST_LINE = 2_000;

    private final Jdbi jdbi;
    private final Map<Long, Page> pages = new ConcurrentHashMap<>();

    public RunJournal(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Line(int number, Instant at, String level, String text) {}

    private record Progress(@Nullable Integer percent, String words) {}

    private static final class Page {
        private List<Line> lines = new ArrayList<>();
        private int count;
        private @Nullable Progress progress;
        private boolean closed;
    }

    /** Starts the buffer of a run. */
    public void open(long execution) {
        pages.put(execution, new Page());
    }

    /** Ends the buffer of a run; returns how many lines it has logged. */
    public int close(long execution) {
        Page page = pages.get(execution);
        if (page == null) {
            return 0;
        }
        synchronized (page) {
            page.closed = true;
            return page.count;
        }
    }

    public void progress(long execution, @Nullable Integer percent, String words) {
        Page page = pages.get(execution);
        if (page != null) {
            synchronized (page) {
                page.progress = new Progress(percent, words);
            }
        }
    }

    /** Adds a line to a run's log. */
    public void line(long execution, String level, String text) {
        Page page = pages.get(execution);
        if (page != null) {
            synchronized (page) {
                page.count++;
                if (page.count <= MOST_LINES) {
                    page.lines.add(new Line(page.count, Instant.now(), level, text));
                }
            }
        }
    }

    /** Stores everything since the last call. A failure is logged and its lines are dropped: the journal never fails a run. */
    public void write() {
        for (Long execution : List.copyOf(pages.keySet())) {
            Page page = pages.get(execution);
            if (page != null && write(execution, page)) {
                pages.remove(execution);
            }
        }
    }

    private boolean write(long execution, Page page) {
        List<Line> lines;
        Progress progress;
        boolean closed;
        synchronized (page) {
            lines = page.lines;
            page.lines = new ArrayList<>();
            progress = page.progress;
            page.progress = null;
            closed = page.closed;
        }
        try {
            if (!lines.isEmpty()) {
                write(execution, lines);
            }
            if (progress != null) {
                write(execution, progress);
            }
        } catch (RuntimeException e) {
            LOG.warn("{} lines of run {} are not in its log: {}", lines.size(), execution, e.toString());
        }
        return closed;
    }

    private void write(long execution, List<Line> lines) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO job_execution_log (execution_id, line, at, level, message)
                    VALUES (:execution, :line, :at, :level, :message) ON CONFLICT DO NOTHING
                    """);
            for (Line line : lines) {
                batch.bind("execution", execution)
                        .bind("line", line.number())
                        .bind("at", line.at())
                        .bind("level", line.level())
                        .bind("message", String.valueOf(Storable.text(line.text(), LONGEST_LINE)))
                        .add();
            }
            batch.execute();
            handle.createUpdate("UPDATE job_executions SET log_lines = greatest(log_lines, :last) WHERE id = :id")
                    .bind("last", lines.get(lines.size() - 1).number())
                    .bind("id", execution)
                    .execute();
        });
    }

    private void write(long execution, Progress progress) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE job_executions SET progress = :words, percent = coalesce(:percent, percent) WHERE id = :id")
                .bind("id", execution)
                .bind("words", Storable.text(progress.words()))
                .bind("percent", progress.percent())
                .execute());
    }
}
