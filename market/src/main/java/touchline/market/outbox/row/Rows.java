package touchline.market.outbox.row;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows on their way into Postgres as one array a column, for {@code unnest}: one statement for thousands of rows. */
public final class Rows {
    private final String[] types;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** The columns' types, as Postgres names them. */
    public Rows(String... types) {
        this.types = types;
    }

    public void add(@Nullable Object... values) {
        if (values.length != types.length) {
            throw new IllegalArgumentException(values.length + " values for " + types.length + " columns");
        }
        rows.add(values);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Runs a statement with one parameter a column; nothing, where there are no rows. */
    public void execute(Connection connection, String sql) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int column = 0; column < types.length; column++) {
                // Of its own type, as the driver then sends it in binary.
                @Nullable
                Object[] values = (@Nullable Object[]) Array.newInstance(javaType(types[column]), rows.size());
                for (int row = 0; row < values.length; row++) {
                    values[row] = rows.get(row)[column];
                }
                statement.setArray(column + 1, connection.createArrayOf(types[column], values));
            }
            statement.executeUpdate();
        }
    }

    private static Class<?> javaType(String type) {
        return switch (type) {
            case "bigint" -> Long.class;
            case "boolean" -> Boolean.class;
            case "text" -> String.class;
            default -> throw new IllegalArgumentException("no such type: " + type);
        };
    }
}
