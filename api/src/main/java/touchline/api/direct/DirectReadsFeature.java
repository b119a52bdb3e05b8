package touchline.api.direct;

import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import touchline.api.caching.EntityTags;
import touchline.api.catalogue.InstrumentReads;
import touchline.api.limit.AddressLimit;
import touchline.api.metric.HttpMetrics;

/** Installs the reads that are answered in front of Jersey. */
public final class DirectReadsFeature {
    private DirectReadsFeature() {}

    /** Puts them behind all other filters, those that are installed later included. */
    public static void install(
            Environment environment,
            InstrumentReads instruments,
            AddressLimit limit,
            EntityTags tags,
            HttpMetrics metrics) {
        environment
                .servlets()
                .addFilter("instrument", new InstrumentFilter(instruments, limit, tags, metrics))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/v1/instruments/*");
    }
}
