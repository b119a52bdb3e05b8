package touchline.market.audit;

/** One thing that is always true, and whether it is. */
public record AuditCheck(String name, boolean ok, String detail) {}
