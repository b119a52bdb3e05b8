package touchline.market.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of an outbox stream, as a script wrote it. */
record OutboxEntry(String id, Map<String, String> fields) {

    /** An entry that can't be what a script wrote. */
    static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /** A movement of money between two accounts. */
    record Movement(String debit, String credit, long amount, String kind) {

        /** The user whose money it is, if any is. */
        @Nullable
        String user() {
            String user = userOf(debit);
            return user == null ? userOf(credit) : user;
        }

        private static @Nullable String userOf(String account) {
            return account.startsWith("cash:") || account.startsWith("held:") ? account.substring(5) : null;
        }
    }

    String type() {
        return text("type");
    }

    String text(String field) {
        String value = fields.get(field);
        if (value == null) {
            throw new Unreadable("no " + field);
        }
        return value;
    }

    @Nullable
    String optional(String field) {
        return fields.get(field);
    }

    long number(String field) {
        try {
            return Long.parseLong(text(field));
        } catch (NumberFormatException e) {
            throw new Unreadable(field + " is no whole number: " + text(field));
        }
    }

    @Nullable
    Long optionalNumber(String field) {
        return fields.containsKey(field) ? number(field) : null;
    }

    /** The number that the script gave it; 0 for another program's. */
    long entryNumber() {
        try {
            return Long.parseLong(fields.getOrDefault("entry", "0"));
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }

    /** {@code debit,credit,amount,kind} joined by {@code ;}. */
    List<Movement> ledger() {
        List<Movement> movements = new ArrayList<>();
        String written = text("ledger");
        if (written.isEmpty()) {
            return movements;
        }
        for (String line : written.split(";", -1)) {
            String[] parts = line.split(",", -1);
            if (parts.length != 4) {
                throw new Unreadable("not a ledger line: " + line);
            }
            try {
                movements.add(new Movement(parts[0], parts[1], Long.parseLong(parts[2]), parts[3]));
            } catch (NumberFormatException e) {
                throw new Unreadable("not an amount: " + line);
            }
        }
        return movements;
    }
}
