package touchline.api;

/** Dialogs of the console that ask for a reason: the place, the button that opens it, and the role it takes. */
enum ConsoleQuestion {
    RESTART("operator", "/services", "Restart"),
    RETRY("operator", "/settlements", "Retry now"),
    SILENCE("operator", "/alerts", "Silence"),
    CLOSE("operator", "/alerts", "Close"),
    REPAIR("operator", "/jobs/platform/retention", "Repair"),
    RUN("operator", "/jobs/sportmonks/settle", "Run now"),
    PAUSE("operator", "/jobs/sportmonks/settle", "Pause"),
    DRAIN("operator", "/cluster", "Drain"),
    PAUSE_EVERYTHING("admin", "/cluster", "Pause everything");

    final String role;
    final String place;
    final String button;

    ConsoleQuestion(String role, String place, String button) {
        this.role = role;
        this.place = place;
        this.button = button;
    }
}
