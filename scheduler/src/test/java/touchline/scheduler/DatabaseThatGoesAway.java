package touchline.scheduler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Refuses connections for some seconds, or until it comes back. Those that are open stay. */
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
                    if (method.getName().equals("getConnection") && (away || System.nanoTime() - until < 0)) {
                        throw new SQLException("the database is away");
                    }
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
