package touchline.jobs.platform.quartz;

import java.io.InputStream;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quartz.spi.ClassLoadHelper;

/** The only classes that the store, and Quartz' settings, may name. */
final class KnownClasses implements ClassLoadHelper {
    private static final List<Class<?>> KNOWN =
            List.of(Dispatcher.class, ExclusiveDispatcher.class, CalendarsOnlyDelegate.class);

    @Override
    public void initialize() {}

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        for (Class<?> known : KNOWN) {
            if (known.getName().equals(name)) {
                return known;
            }
        }
        throw new ClassNotFoundException("the store may not name " + name);
    }

    @Override
    @SuppressWarnings("unchecked") // as Quartz declares it: whoever asks says what it is
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
