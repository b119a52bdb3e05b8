package touchline.scheduler.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds rows as columns for Postgres' {@code unnest}: one statement and one plan for any number of rows. */
public record BatchColumns<R>(PreparedStatement statement, List<R> rows) {

    /**
     * Sets a parameter to a column of the rows.
     *
     * @param index the parameter's, from 1
     * @param type Postgres' name of the values' type, as in {@code bigint}
     */
    public void bind(int index, String type, Function<R, @Nullable Object> value) throws SQLException {
        Object[] column = new Object[rows.size()];
        for (int row = 0; row < column.length; row++) {
            column[row] = value.apply(rows.get(row));
        }
        statement.setArray(index, statement.getConnection().createArrayOf(type, column));
    }
}
