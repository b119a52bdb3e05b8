package touchline.api.feature;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.google.common.base.Throwables;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps clients that leave before their answer out of the log. Jersey reports each as an error with a stack of ten kilobytes, so a client that does so all the time could fill a disk. What
 * else Jersey reports of answers that it can't write is still logged.
 */
final class GoneClients extends TurboFilter {
    private static final String JERSEY = "org.glassfish.jersey.server.ServerRuntime";

    /** Filters the log of this process, once. */
    static void filter() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            synchronized (context) {
                if (context.getTurboFilterList().stream().noneMatch(GoneClients.class::isInstance)) {
                    context.addTurboFilter(new GoneClients());
                }
            }
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable failure) {
        return failure != null && logger.getName().startsWith(JERSEY) && isGone(failure)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean isGone(Throwable failure) {
        return Throwables.getCausalChain(failure).stream()
                .anyMatch(cause -> cause instanceof EofException || cause instanceof ClosedChannelException);
    }
}
