package touchline.scheduler.cluster;

import java.io.InputStream;
import java.net.URL;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quartz.spi.ClassLoadHelper;
import touchline.scheduler.quartz.Dispatcher;
import touchline.scheduler.quartz.ExclusiveDispatcher;
import touchline.scheduler.trigger.ClusterDelegate;

/** Loads only the classes that the store and Quartz' settings may name. */
final class KnownClasses implements ClassLoadHelper {
    private static final Map<String, Class<?>> KNOWN = Map.of(
            Dispatcher.class.getName(),
            Dispatcher.class,
            ExclusiveDispatcher.class.getName(),
            ExclusiveDispatcher.class,
            ClusterDelegate.class.getName(),
            ClusterDelegate.class,
            // The names in a store that an earlier version wrote.
            "touchline.jobs.platform.quartz.Dispatcher",
            Dispatcher.class,
            "touchline.jobs.platform.quartz.ExclusiveDispatcher",
            ExclusiveDispatcher.class);

    @Override
    public void initialize() {}

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        Class<?> known = KNOWN.get(name);
        if (known == null) {
            throw new ClassNotFoundException("the store may not name " + name);
        }
        return known;
    }

    @Override
    @SuppressWarnings("unchecked") // Quartz declares it with an unchecked type
    public <T> Class<? extends T> loadClass(String name, Class<T> type) throws ClassNotFoundException {
        return (Class<? extends T>) loadClass(name);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return null;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        return null;
    }

    @Override
    public ClassLoader getClassLoader() {
        return KnownClasses.class.getClassLoader();
    }
}
