package touchline.scheduler.explain;

/** An action that helps. */
public enum SuggestedAction {
    NOTHING_TO_DO("nothing to do"),
    RESUME("resume the job"),
    RESUME_EVERYTHING("resume everything"),
    START_A_NODE("start a node"),
    DEPLOY("go on with the deployment"),
    SET_THE_CONDITION("make its condition so, and restart the node"),
    END_THE_DRAIN("let the node take on work again"),
    SET_THE_CLOCK("set the node's clock"),
    RESTART_A_NODE("restart a node: it puts back what is declared"),
    REPAIR_THE_TRIGGER("repair the trigger, or wait for the watchdog"),
    REPAIR_THE_STORE("delete by hand what is left in Quartz' tables"),
    INTERRUPT_THE_RUN("interrupt the run"),
    MAKE_ROOM("interrupt a run that can wait, or start a node"),
    LOOK_AT_THE_DATABASE("look at the database and at what waits for its locks"),
    CHANGE_THE_SCHEDULE("change its schedule"),
    RESTORE_THE_SCHEDULE("restore the declared schedule"),
    TRIGGER("trigger it");

    private final String words;

    SuggestedAction(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
