package touchline.api;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import touchline.stores.junit.ToolCheck;

/** The browser of this JVM, started by the first test that asks. One thread may use it. */
final class Chromium {
    /** The shell first: it draws the same without the windows and services of a whole browser, for three quarters of its CPU time. */
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final List<String> CHEAP = List.of(
            "--no-sandbox",
            "--no-zygote",
            "--disable-gpu",
            "--disable-software-rasterizer",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-extensions",
            "--disable-remote-fonts",
            "--renderer-process-limit=1");

    /** Static, as the servers of the tests are: Surefire ends every store of JUnit's after each class. */
    private static final class Holder {
        static final Browser BROWSER = launch();
    }

    private Chromium() {}

    /** Whether its tests run: where there is one, named by {@code CHROMIUM} or found on the path, and in CI always. */
    static boolean isThere() {
        return ToolCheck.shouldRun(find().isPresent());
    }

    static Browser browser() {
        return Holder.BROWSER;
    }

    private static Browser launch() {
        Path path = find().orElseThrow(() -> new IllegalStateException("no Chromium on this machine"));
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "chromium-end"));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(path).setArgs(CHEAP));
    }

    private static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        Stream<Path> candidates = named != null
                ? Stream.of(Path.of(named))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .filter(folder -> !folder.isEmpty())
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return candidates.filter(Files::isExecutable).findFirst();
    }
}
