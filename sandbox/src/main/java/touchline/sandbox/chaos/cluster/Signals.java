package touchline.sandbox.chaos.cluster;

import java.io.IOException;

/** Sends signals, of which Java has only TERM and KILL. */
final class Signals {
    private Signals() {}

    /** @throws IOException if there is no such process */
    static void send(String signal, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + signal + " " + pid + " failed");
        }
    }
}
