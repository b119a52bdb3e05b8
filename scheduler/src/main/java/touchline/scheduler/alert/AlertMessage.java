package touchline.scheduler.alert;

/**
 * A message about an alert; docs/alerts.md documents what receivers get of it.
 *
 * @param delivery names it: the same for each attempt
 * @param event {@code opened} or {@code closed}
 * @param alertId as the receiver sees it
 * @param alert its current state
 * @param runbook what to do about it: an address, or the path of a file
 */
public record AlertMessage(String delivery, String event, String alertId, Alert alert, String runbook) {
    /** Whether the alert has closed. */
    public boolean isResolved() {
        return event.equals("closed");
    }
}
