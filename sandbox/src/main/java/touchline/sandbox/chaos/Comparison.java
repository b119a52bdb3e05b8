package touchline.sandbox.chaos;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import touchline.sandbox.chaos.Acknowledgement.Write;

/**
 * Holds acknowledgements and book against each other. A write is lost if it was acknowledged and isn't in the book; doubled if it is in the book and was not
 * acknowledged, since each request was repeated under its key until it was answered.
 */
final class Comparison {
    private final FaultTable table;

    Comparison(FaultTable table) {
        this.table = table;
    }

    /** Counts one trader's writes. */
    void add(List<Acknowledgement> acknowledged, BookedWrites book) {
        compare(Write.ORDER, acknowledged, book.orders());
        compare(Write.OPEN, acknowledged, book.opened());
        compare(Write.CLOSE, acknowledged, book.closed());
    }

    private void compare(Write write, List<Acknowledgement> acknowledged, Map<Long, Instant> booked) {
        Set<Long> known = new HashSet<>();
        for (Acknowledgement each : acknowledged) {
            if (each.write() != write) {
                continue;
            }
            FaultTable.Row row = table.at(each.nanoTime());
            row.acknowledged++;
            if (!known.add(each.id())) {
                row.doubled++; // one id in two answers
            } else if (!booked.containsKey(each.id())) {
                row.lost++;
            }
        }
        booked.forEach((id, at) -> {
            if (!known.contains(id)) {
                table.at(at).doubled++;
            }
        });
    }
}
