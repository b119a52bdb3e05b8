package touchline.jobs.bots;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.jobs.bots.BotDesk.Traded;
import touchline.scheduler.job.JobReport;

/** The results of a tick. */
final class BotTick {
    private final Map<Traded, Integer> done = new EnumMap<>(Traded.class);
    private final Map<Strategy, Integer> trades = new EnumMap<>(Strategy.class);
    private final Map<String, Integer> refusals = new TreeMap<>();
    private int leftOut;
    private @Nullable String idle;
    private Duration quietFor = Duration.ZERO;

    void idle(String why, Duration quiet) {
        idle = why;
        quietFor = quiet;
    }

    /** How long there will be nothing to trade; zero if there is something, or may be at any time. */
    Duration quietFor() {
        return quietFor;
    }

    void count(Persona persona, BotDesk.Result result) {
        done.merge(result.traded(), 1, Integer::sum);
        if (result.why() != null) {
            refusals.merge(result.why().slug(), 1, Integer::sum);
        } else if (result.traded() != Traded.NOTHING) {
            trades.merge(persona.strategy(), 1, Integer::sum);
        }
    }

    /** Counts a persona of which a record can't be read. */
    void leaveOut() {
        leftOut++;
    }

    int of(Traded traded) {
        return done.getOrDefault(traded, 0);
    }

    boolean isIdle() {
        return idle != null;
    }

    JobReport report() {
        if (idle != null) {
            return JobReport.skipped(idle);
        }
        JobReport report = JobReport.done();
        for (Traded traded : Traded.values()) {
            if (traded != Traded.NOTHING && of(traded) > 0) {
                report = report.and(traded.name().toLowerCase(Locale.ROOT), of(traded));
            }
        }
        for (Map.Entry<Strategy, Integer> by : trades.entrySet()) {
            report = report.and("by-" + by.getKey().name().toLowerCase(Locale.ROOT), by.getValue());
        }
        if (leftOut > 0) {
            report = report.and("left-out", leftOut);
        }
        return refusals.isEmpty()
                ? report
                : report.saying(refusals.entrySet().stream()
                        .map(why -> why.getValue() + " refused: " + why.getKey())
                        .collect(Collectors.joining(", ")));
    }
}
