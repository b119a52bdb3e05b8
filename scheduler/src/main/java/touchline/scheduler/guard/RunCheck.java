package touchline.scheduler.guard;

import java.util.Map;

/** The result of checking a run before it is requested. */
public sealed interface RunCheck {

    record Fine() implements RunCheck {}

    /** Its parameters name something that does not exist; complaints by parameter. */
    record Invalid(Map<String, String> complaints) implements RunCheck {}

    /** It is impossible or would do nothing. */
    record Refused(String why) implements RunCheck {}

    /**
     * It would do harm, so it needs an approval.
     *
     * @param how an approval is requested, as a sentence without its full stop
     */
    record NeedsApproval(String why, String how) implements RunCheck {}
}
