package touchline.scheduler.alert.rule;

/** How much it matters. */
public enum Severity {
    WARNING,
    CRITICAL
}
