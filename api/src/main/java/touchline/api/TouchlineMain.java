package touchline.api;

/** The process' beginning. */
public final class TouchlineMain {
    private TouchlineMain() {}

    public static void main(String[] args) throws Exception {
        new TouchlineApplication(System.getenv()).run(args);
    }
}
