package touchline.market.outbox.entry;

import java.util.List;
import java.util.Set;

/** The types of entries that this version can apply, by stream. */
public enum EntryTypes {
    TRADES("account", "transfer", "order", "pending", "decided", "request", "open", "amend", "split", "close"),
    TICKS("tick", "base", "instrument", "delisted", "entered", "frozen", "thawed", "trading", "event");

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> names;

    EntryTypes(String... names) {
        this.names = Set.of(names);
    }

    Set<String> names() {
        return names;
    }

    /**
     * Returns the entries before the first one of an unknown type. An entry without a type is included: no version can have written it.
     *
     * @throws UnknownEntryTypeException if the first one is of an unknown type
     */
    public List<EncodedEntry> known(List<EncodedEntry> entries) {
        for (int n = 0; n < entries.size(); n++) {
            String type = entries.get(n).optional("type");
            if (type != null && !names.contains(type)) {
                if (n > 0) {
                    return entries.subList(0, n);
                }
                throw new UnknownEntryTypeException("entry " + entries.get(0).id() + " has the type '" + type
                        + "', which this version doesn't know: start a flusher of the version that wrote it");
            }
        }
        return entries;
    }
}
