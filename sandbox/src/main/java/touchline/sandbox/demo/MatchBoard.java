package touchline.sandbox.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.outbox.OutboxLags;
import touchline.scheduler.text.HumanFormat;

/** Prints what the stores have: rewritten in place on a terminal, otherwise repeated after each change. */
final class MatchBoard {
    private static final long BEAT_MILLIS = 1_000;
    private static final int QUIET_BEATS = 10;
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final PrintStream out;
    private final Supplier<BoardReading> stores;
    private final Duration playingTime;
    private final boolean terminal;
    private List<String> shown = List.of();
    private int quiet;

    MatchBoard(PrintStream out, Supplier<BoardReading> stores, Duration playingTime, boolean terminal) {
        this.out = out;
        this.stores = stores;
        this.playingTime = playingTime;
        this.terminal = terminal;
    }

    /**
     * Returns whether everything was settled within the playing time and two minutes. While a store does not answer, the board says so and waits: that time is added, as nothing
     * can be settled meanwhile.
     */
    boolean showUntilSettled() throws InterruptedException {
        long end = System.nanoTime() + playingTime.plus(GRACE).toNanos();
        while (System.nanoTime() - end < 0) {
            long began = System.nanoTime();
            boolean answers = true;
            try {
                BoardReading now = stores.get();
                show(now);
                if (now.settled() && now.lag().isDrained()) {
                    return true;
                }
            } catch (JedisException | JdbiException unavailable) {
                answers = false;
                sayThatItWaitsFor(unavailable instanceof JedisException ? "Redis" : "Postgres");
            }
            Thread.sleep(BEAT_MILLIS);
            end += answers ? 0 : System.nanoTime() - began;
        }
        return false;
    }

    private void show(BoardReading now) {
        if (terminal) {
            redraw(now.lines(), now.lag(), !shown.isEmpty());
        } else if (!now.signatures().equals(shown) || ++quiet >= QUIET_BEATS) {
            now.lines().forEach(out::println);
            out.println(footer(now.lag()));
            quiet = 0;
        }
        shown = now.signatures();
        out.flush();
    }

    private void sayThatItWaitsFor(String store) {
        out.println("  " + store + " does not answer, trying again");
        out.flush();
        shown = List.of();
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
}
