package touchline.scheduler.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
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

    /** So often it is tried to write the lines of an ended run that has no row yet. */
    private static final int MOST_TRIES = 60;

    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);

    private final RunLogRepository log;
    private final Map<Long, Page> pages = new ConcurrentHashMap<>();

    public RunJournal(Jdbi jdbi) {
        this.log = new RunLogRepository(jdbi);
    }

    private record Progress(@Nullable Integer percent, String words) {}

    private static final class Page {
        private List<RunLogRepository.Line> lines = new ArrayList<>();
        private int count;
        private @Nullable Progress progress;
        private boolean closed;
        private int tries;
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
                    page.lines.add(new RunLogRepository.Line(page.count, Instant.now(), level, text));
                }
            }
        }
    }

    /** Stores at once why a running run does not end. */
    public void reason(long execution, String reason) {
        log.reason(execution, reason);
    }

    /**
     * Stores everything since the last call, except that of runs whose rows are not written yet. A failure is logged and its lines are dropped: the journal
     * never fails a run.
     */
    public void write() {
        for (Long execution : List.copyOf(pages.keySet())) {
            Page page = pages.get(execution);
            if (page != null && write(execution, page)) {
                pages.remove(execution);
            }
        }
    }

    private boolean write(long execution, Page page) {
        List<RunLogRepository.Line> lines;
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
            boolean written = (lines.isEmpty() || log.add(execution, lines))
                    && (progress == null || log.progress(execution, progress.percent(), progress.words()));
            return written ? closed : isGivenUp(execution, page, lines, progress);
        } catch (RuntimeException e) {
            LOG.warn(
                    "lines of a run are not in its log: lines={} run={} cause={}",
                    lines.size(),
                    execution,
                    e.toString());
            return closed;
        }
    }

    /** Keeps what can't be written yet, if the run goes on or has ended lately. */
    private static boolean isGivenUp(
            long execution, Page page, List<RunLogRepository.Line> lines, @Nullable Progress progress) {
        synchronized (page) {
            lines.addAll(page.lines);
            page.lines = lines;
            page.progress = page.progress == null ? progress : page.progress;
            page.tries += page.closed ? 1 : 0;
            if (page.tries < MOST_TRIES) {
                return false;
            }
        }
        LOG.warn("lines of a run are not in its log, as the run has no row: lines={} run={}", lines.size(), execution);
        return true;
    }
}
