package touchline.sandbox.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import touchline.market.matchfeed.FixtureId;
import touchline.market.outbox.OutboxLags;
import touchline.sandbox.recording.Recording;
import touchline.scheduler.text.HumanFormat;

/** Prints a line for each match, or one for a whole season: rewritten in place on a terminal, otherwise repeated after each change. */
final class MatchBoard {
    private static final long BEAT_MILLIS = 1_000;
    private static final int QUIET_BEATS = 10;
    private static final int MOST_LINES = 20;
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final PrintStream out;
    private final DemoBooks books;
    private final List<Recording> recordings;
    private final Duration playingTime;
    private final boolean terminal;

    MatchBoard(PrintStream out, DemoBooks books, List<Recording> recordings, Duration playingTime, boolean terminal) {
        this.out = out;
        this.books = books;
        this.recordings = recordings;
        this.playingTime = playingTime;
        this.terminal = terminal;
    }

    /** Returns whether everything was settled within the playing time and two minutes. */
    boolean showUntilSettled() throws InterruptedException {
        long end = System.nanoTime() + playingTime.plus(GRACE).toNanos();
        List<? extends BoardLine> lines = recordings.size() > MOST_LINES
                ? List.of(new SeasonLine(books, recordings.size()))
                : recordings.stream()
                        .map(recording -> new MatchLine(
                                books,
                                FixtureId.of(recording.fixture().id()),
                                recording.fixture().name()))
                        .toList();
        List<String> shown = new ArrayList<>();
        int quiet = 0;
        while (System.nanoTime() - end < 0) {
            OutboxLags.Lag lag = books.lags().total();
            List<String> now = lines.stream().map(BoardLine::text).toList();
            List<String> changes = lines.stream().map(BoardLine::signature).toList();
            if (terminal) {
                redraw(now, lag, !shown.isEmpty());
            } else if (!changes.equals(shown) || ++quiet >= QUIET_BEATS) {
                now.forEach(out::println);
                out.println(footer(lag));
                quiet = 0;
            }
            shown = changes;
            out.flush();
            if (allSettled() && lag.isDrained()) {
                return true;
            }
            Thread.sleep(BEAT_MILLIS);
        }
        return false;
    }

    private void redraw(List<String> lines, OutboxLags.Lag lag, boolean again) {
        if (again) {
            out.print("\033[" + (lines.size() + 1) + "A");
        }
        lines.forEach(line -> out.print("\033[2K" + line + "\n"));
        out.print("\033[2K" + footer(lag) + "\n");
    }

    private static String footer(OutboxLags.Lag lag) {
        return "  book: " + lag.applied() + " of " + lag.written() + " entries, "
                + HumanFormat.span(Duration.ofMillis(lag.behindMillis())) + " behind"
                + (lag.deadLetters() == 0 ? "" : ", " + lag.deadLetters() + " DEAD LETTERS");
    }

    private boolean allSettled() {
        return recordings.stream()
                .allMatch(recording -> books.fixtures()
                        .find(FixtureId.of(recording.fixture().id()))
                        .filter(fixture -> DemoSummary.isSettled(fixture, recording))
                        .isPresent());
    }
}
