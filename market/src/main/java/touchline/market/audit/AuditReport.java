package touchline.market.audit;

import java.util.List;

/** What an audit found. */
public record AuditReport(boolean ok, List<AuditCheck> checks) {
    static AuditReport of(List<AuditCheck> checks) {
        return new AuditReport(checks.stream().allMatch(AuditCheck::ok), List.copyOf(checks));
    }
}
