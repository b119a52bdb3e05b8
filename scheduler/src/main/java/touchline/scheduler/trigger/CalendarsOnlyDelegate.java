package touchline.scheduler.trigger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;

/** Reads serialised Java objects from the store only if they are Quartz' own calendars; job data is stored as properties. */
class CalendarsOnlyDelegate extends PostgreSQLDelegate {
    private static final ObjectInputFilter FILTER = ObjectInputFilter.Config.createFilter(
            "maxdepth=20;maxbytes=1000000;org.quartz.impl.calendar.*;org.quartz.CronExpression;java.util.*;java.lang.*;sun.util.calendar.*;!*");

    @Override
    protected @Nullable Object getObjectFromBlob(ResultSet row, String column)
            throws ClassNotFoundException, IOException, SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null || bytes.length == 0 ? null : read(bytes);
    }

    static Object read(byte[] bytes) throws ClassNotFoundException, IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(FILTER);
            return in.readObject();
        }
    }
}
