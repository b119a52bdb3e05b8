package touchline.sandbox.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import touchline.sandbox.chaos.fault.FaultKind;

/** What each kind of fault did. A write belongs to the last fault that began before it. */
final class FaultTable {
    private final List<InjectedFault> faults;
    private final Row before = new Row("before the first fault");
    private final Map<FaultKind, Row> rows = new EnumMap<>(FaultKind.class);

    /** @param faults in their order */
    FaultTable(List<InjectedFault> faults) {
        this.faults = List.copyOf(faults);
        for (InjectedFault fault : faults) {
            rows.computeIfAbsent(fault.kind(), kind -> new Row(kind.title()))
                    .unavailable
                    .add(fault.unavailable());
        }
    }

    /** A kind of fault. */
    static final class Row {
        private final String title;
        private final List<Duration> unavailable = new ArrayList<>();
        int acknowledged;
        int lost;
        int doubled;

        private Row(String title) {
            this.title = title;
        }

        private String line() {
            List<Duration> sorted = unavailable.stream().sorted().toList();
            String times = sorted.isEmpty()
                    ? "-"
                    : seconds(sorted.get((sorted.size() - 1) / 2)) + " / " + seconds(sorted.get(sorted.size() - 1));
            return FaultTable.line(title, sorted.size(), acknowledged, lost, doubled, times);
        }
    }

    /** The row of a {@link System#nanoTime}. */
    Row at(long nanoTime) {
        Row row = before;
        for (InjectedFault fault : faults) {
            if (fault.nanoTime() - nanoTime > 0) {
                break;
            }
            row = row(fault);
        }
        return row;
    }

    /** The row of a time in the book. */
    Row at(Instant at) {
        Row row = before;
        for (InjectedFault fault : faults) {
            if (fault.at().isAfter(at)) {
                break;
            }
            row = row(fault);
        }
        return row;
    }

    private Row row(InjectedFault fault) {
        return rows.getOrDefault(fault.kind(), before);
    }

    int acknowledged() {
        return all().stream().mapToInt(row -> row.acknowledged).sum();
    }

    int lost() {
        return all().stream().mapToInt(row -> row.lost).sum();
    }

    int doubled() {
        return all().stream().mapToInt(row -> row.doubled).sum();
    }

    /** In Markdown. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "| fault | times | acknowledged | lost | doubled | unavailable p50 / max |\n|---|---|---|---|---|---|\n");
        all().forEach(row -> text.append(row.line()));
        text.append(line("all", faults.size(), acknowledged(), lost(), doubled(), ""));
        return text.toString();
    }

    private List<Row> all() {
        List<Row> all = new ArrayList<>(List.of(before));
        all.addAll(rows.values());
        return all;
    }

    private static String line(String title, int times, int acknowledged, int lost, int doubled, String unavailable) {
        return "| " + title + " | " + times + " | " + acknowledged + " | " + lost + " | " + doubled + " | "
                + unavailable + " |\n";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }
}
