package touchline.scheduler.alert;

/** How much it matters. */
public enum Severity {
    WARNING,
    CRITICAL
}
