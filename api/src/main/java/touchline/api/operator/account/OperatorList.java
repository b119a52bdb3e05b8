package touchline.api.operator.account;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators of the file. The file is checked at each call and read again after a change. An invalid file keeps the list as it is and is logged once.
 * Thread-safe.
 */
public final class OperatorList {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorList.class);

    private final @Nullable OperatorsFile file;
    private volatile Read read;

    /** The content of the file, and a hash to check for unknown names. */
    private record Read(@Nullable Object stamp, Map<String, OperatorEntry> entries, PasswordHash decoy) {}

    private OperatorList(@Nullable OperatorsFile file, Read read) {
        this.file = file;
        this.read = read;
    }

    /** A list without operators. */
    public static OperatorList ofNobody() {
        return new OperatorList(null, reading(null, Map.of(), PasswordCost.RECOMMENDED));
    }

    /**
     * Those in a file.
     *
     * @throws IllegalStateException if it can't be used, with why
     */
    public static OperatorList of(OperatorsFile file) {
        Object stamp = file.stamp();
        try {
            return new OperatorList(file, reading(stamp, file.read(), file.cost()));
        } catch (OperatorsFile.Broken e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Whether a file is configured; without one nobody can log in. */
    boolean isConfigured() {
        return file != null;
    }

    Optional<OperatorEntry> find(String name) {
        return Optional.ofNullable(current().entries().get(name));
    }

    /** All, in the order of their names. */
    List<OperatorEntry> all() {
        return current().entries().values().stream()
                .sorted(Comparator.comparing(OperatorEntry::name))
                .toList();
    }

    /** A hash that nothing matches, for names that nobody has: they are to cost the same time. */
    PasswordHash decoy() {
        return current().decoy();
    }

    private Read current() {
        Read known = read;
        if (file == null || Objects.equals(known.stamp(), file.stamp())) {
            return known;
        }
        return readAgain(file);
    }

    private synchronized Read readAgain(OperatorsFile changed) {
        Object stamp = changed.stamp(); // read first, so that a change during the read causes another one
        if (Objects.equals(read.stamp(), stamp)) {
            return read;
        }
        try {
            read = reading(stamp, changed.read(), changed.cost());
            LOG.info(
                    "the operators are now those of {}: {}",
                    changed.path(),
                    read.entries().size());
        } catch (OperatorsFile.Broken e) {
            LOG.error("{}; the operators stay as they were", e.getMessage());
            read = new Read(stamp, read.entries(), read.decoy());
        }
        return read;
    }

    private static Read reading(@Nullable Object stamp, Map<String, OperatorEntry> entries, PasswordCost cost) {
        int iterations = entries.values().stream()
                .mapToInt(entry -> entry.password().iterations())
                .reduce(cost.iterations(), Math::max);
        return new Read(stamp, Map.copyOf(entries), PasswordHash.ofNothing(iterations));
    }
}
