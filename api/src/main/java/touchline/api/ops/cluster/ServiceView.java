package touchline.api.ops.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.node.Service;
import touchline.scheduler.node.ServicesQuery;

/**
 * A service and its instances.
 *
 * @param holder who holds its lease, as {@code node:token}; null where nobody does or none is needed
 * @param activeOn nodes on which it is active
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Service")
record ServiceView(
        String name, @Nullable String lease, @Nullable String holder, List<String> activeOn, List<OnNode> nodes) {

    /**
     * The same on a node.
     *
     * @param isStale whether that node has said nothing for more than five seconds
     * @param restartedAt when its node took note of the last wish to restart it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("NodeService")
    record OnNode(
            String node,
            Service.State state,
            @Nullable String detail,
            @Nullable Long lagMillis,
            @Nullable Double perSecond,
            @Nullable String lastError,
            @Nullable Instant lastErrorAt,
            Instant reportedAt,
            boolean isStale,
            @Nullable String restartRequestedBy,
            @Nullable Instant restartRequestedAt,
            @Nullable Instant restartedAt) {

        private static OnNode of(ServicesQuery.Here here) {
            return new OnNode(
                    here.node(),
                    here.state(),
                    here.detail(),
                    here.lagMillis(),
                    here.perSecond(),
                    here.lastError(),
                    here.lastErrorAt(),
                    here.reportedAt(),
                    here.isStale(),
                    here.restartBy(),
                    here.restartRequestedAt(),
                    here.restartedAt());
        }
    }

    static ServiceView of(ServicesQuery.Everywhere service) {
        return new ServiceView(
                service.name(),
                service.lease(),
                service.holder(),
                service.activeOn(),
                service.nodes().stream().map(OnNode::of).toList());
    }
}
