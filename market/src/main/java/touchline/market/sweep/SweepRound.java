package touchline.market.sweep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import touchline.market.wallet.UserId;

/** Once through all users, page by page, each page by several workers. Not thread-safe. */
final class SweepRound implements AutoCloseable {
    private static final int SLICES_PER_WORKER = 4;

    private final OpenPositionQuery book;
    private final UserSweep sweep;
    private final SweepProgress progress;
    private final SweepRules rules;
    private final SweepListener listener;
    private final ExecutorService workers;
    private final List<UserSweep.Aside> aside = new ArrayList<>();
    private int total;
    private int pages;
    private int reached;
    private int users;
    private int positions;
    private int closed;
    private int washOuts;

    SweepRound(
            OpenPositionQuery book, UserSweep sweep, SweepProgress progress, SweepRules rules, SweepListener listener) {
        this.book = book;
        this.sweep = sweep;
        this.progress = progress;
        this.rules = rules;
        this.listener = listener;
        this.workers = Executors.newFixedThreadPool(rules.workers(), body -> {
            Thread thread = new Thread(body, "margin-sweep");
            thread.setDaemon(true);
            return thread;
        });
    }

    SweepSummary everyone() throws InterruptedException {
        total = book.users();
        String from = progress.last().orElse("");
        if (!from.isEmpty()) {
            listener.note("the last sweep reached " + from + "; this one starts after that user");
        }
        pages(from, null);
        if (!from.isEmpty()) {
            pages("", from);
        }
        progress.reachedEveryone();
        int left = secondTurns();
        return new SweepSummary(users, positions, closed, washOuts, aside.size(), left);
    }

    /** Those after a user, up to and with another, or all. */
    private void pages(String after, @Nullable String until) throws InterruptedException {
        String last = after;
        while (true) {
            List<UserId> page = book.after(last, until, rules.page());
            if (page.isEmpty()) {
                return;
            }
            aside.addAll(page(page));
            last = page.get(page.size() - 1).value();
            pages++;
            reached += page.size();
            progress.reached(page.get(page.size() - 1));
            listener.progress(
                    (int) Math.min(99, 100L * reached / Math.max(1, total)),
                    String.format(Locale.ROOT, "page %d, %,d of ~%,d users", pages, reached, Math.max(total, reached)));
        }
    }

    private List<UserSweep.Aside> page(List<UserId> page) throws InterruptedException {
        int slice = Math.max(1, page.size() / (rules.workers() * SLICES_PER_WORKER));
        List<Callable<UserSweep.Part>> slices = new ArrayList<>();
        for (int from = 0; from < page.size(); from += slice) {
            List<UserId> some = page.subList(from, Math.min(page.size(), from + slice));
            slices.add(() -> sweep.sweep(some, rules.perUser(), rules.manyPositions()));
        }
        List<UserSweep.Aside> late = new ArrayList<>();
        for (Future<UserSweep.Part> part : workers.invokeAll(slices)) {
            late.addAll(count(get(part)));
        }
        return late;
    }

    /** Gives how many took too long again. */
    private int secondTurns() throws InterruptedException {
        Duration longer = rules.perUser().multipliedBy(10);
        int left = 0;
        for (UserSweep.Aside one : aside) {
            listener.note(one.user() + " was put aside: " + one.why());
            List<UserSweep.Aside> again = count(sweep.sweep(List.of(one.user()), longer, Integer.MAX_VALUE));
            for (UserSweep.Aside still : again) {
                listener.note(still.user() + " is left to the next sweep: " + still.why());
                left++;
            }
        }
        return left;
    }

    private List<UserSweep.Aside> count(UserSweep.Part part) {
        users += part.users();
        positions += part.positions();
        closed += part.closed();
        washOuts += part.washOuts();
        return part.aside();
    }

    private static UserSweep.Part get(Future<UserSweep.Part> part) throws InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Nothing goes on in the lease's name once it is given back. */
    @Override
    public void close() {
        sweep.end();
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                listener.note("a worker did not end within 10 s; its fence keeps it from doing harm");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
