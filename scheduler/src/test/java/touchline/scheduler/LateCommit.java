package touchline.scheduler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that carries out one commit late: the client's connection is cut before. */
final class LateCommit {
    private final DataSource database;
    private volatile boolean isArmed;
    private volatile @Nullable Connection cut;

    LateCommit(DataSource database) {
        this.database = database;
    }

    DataSource database() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = call(database, method, arguments);
                    return result instanceof Connection connection ? client(connection) : result;
                });
    }

    /** Cuts the connection that is the next to commit. */
    void cutAtCommit() {
        isArmed = true;
    }

    /** Carries out the commit. */
    void commit() throws SQLException {
        try (Connection connection = Objects.requireNonNull(cut)) {
            connection.commit();
        }
    }

    private Connection client(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (isArmed && method.getName().equals("commit")) {
                        isArmed = false;
                        cut = connection;
                        throw new SQLException("the connection was cut");
                    }
                    boolean isForNobody = connection == cut && method.getReturnType() == void.class;
                    return isForNobody ? null : call(connection, method, arguments);
                });
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
