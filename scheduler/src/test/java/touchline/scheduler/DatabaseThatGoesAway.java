package touchline.scheduler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Refuses connections and transactions for some seconds, or until it comes back. Transactions that are open stay. */
final class DatabaseThatGoesAway {
    private final DataSource database;
    private volatile long until = System.nanoTime();
    private volatile boolean away;

    DatabaseThatGoesAway(DataSource database) {
        this.database = database;
    }

    void goAway(int seconds) {
        until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        requireHere();
                    }
                    Object result = call(database, method, arguments);
                    return result instanceof Connection connection ? open(connection) : result;
                });
    }

    private Connection open(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setAutoCommit") && Boolean.FALSE.equals(arguments[0])) {
                        requireHere();
                    }
                    return call(connection, method, arguments);
                });
    }

    private void requireHere() throws SQLException {
        if (away || System.nanoTime() - until < 0) {
            throw new SQLException("the database is away");
        }
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
