package touchline.market.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;

/** Connections to a real book that end at a commit: as for a process that dies there, the caller doesn't learn the result. */
final class DyingConnections {
    private final DataSource book;
    private final Moment moment;
    private int commitsLeft;

    /** When, at its commit. */
    enum Moment {
        BEFORE,
        AFTER
    }

    DyingConnections(DataSource book, Moment moment, int commitsThatGoWell) {
        this.book = book;
        this.moment = moment;
        this.commitsLeft = commitsThatGoWell;
    }

    ConnectionFactory connections() {
        return this::open;
    }

    private Connection open() throws SQLException {
        Connection real = book.getConnection();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean dies = method.getName().equals("commit") && commitsLeft-- <= 0;
                    try {
                        if (dies && moment == Moment.BEFORE) {
                            real.rollback();
                        } else {
                            Object result = method.invoke(real, arguments);
                            if (!dies) {
                                return result;
                            }
                        }
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    throw new SQLException("died " + moment + " the commit", "08006");
                });
    }
}
