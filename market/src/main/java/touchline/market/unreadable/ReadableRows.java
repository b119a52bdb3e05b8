package touchline.market.unreadable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads rows of one table of the book, and notes those that can't be read. Thread-safe if its reading is.
 *
 * @param <T> what a row is read as
 */
public final class ReadableRows<T> {
    private final String kind;
    private final UnreadableRecords unreadable;
    private final Reading<T> reading;

    /** Reads a row, which has a column {@code id}; throws an unchecked exception if its values are invalid. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A query for at most {@code limit} rows with an id below {@code before}, the highest id first, each read by {@link #row}. */
    @FunctionalInterface
    public interface Page<T> {
        List<Row<T>> read(long before, int limit);
    }

    /** A row of a page; empty where it can't be read. */
    public record Row<T>(long id, Optional<T> readable) {}

    /**
     * For a table.
     *
     * @param kind of its records, as operators read it
     */
    public ReadableRows(String kind, UnreadableRecords unreadable, Reading<T> reading) {
        this.kind = kind;
        this.unreadable = unreadable;
        this.reading = reading;
    }

    /**
     * Reads a row that was asked for.
     *
     * @throws UnreadableRecordException if it can't be read
     */
    public T one(ResultSet row) throws SQLException {
        try {
            return reading.read(row);
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
            String subject = kind + " " + row.getLong("id") + " in the book";
            unreadable.note(subject, e);
            throw new UnreadableRecordException(subject, e);
        }
    }

    /** Reads a row of a page. */
    public Row<T> row(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        try {
            return new Row<>(id, Optional.of(one(row)));
        } catch (UnreadableRecordException noted) {
            return new Row<>(id, Optional.empty());
        }
    }

    /**
     * Reads a page without the rows that can't be read. It is shorter than {@code limit} only if there are no more rows: clients take a short page for the last.
     *
     * @param before only rows with a lower id
     */
    public List<T> page(long before, int limit, Page<T> query) {
        List<T> page = new ArrayList<>(limit);
        long last = before;
        boolean more = true;
        while (more && page.size() < limit) {
            int asked = limit - page.size();
            List<Row<T>> rows = query.read(last, asked);
            rows.forEach(row -> row.readable().ifPresent(page::add));
            more = rows.size() == asked;
            last = rows.isEmpty() ? last : rows.get(rows.size() - 1).id();
        }
        return page;
    }
}
