package touchline.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Runs the scripts of the trading page or of the console in Node, with as much of a browser as they look for when they are loaded. */
final class PageScript {
    private static final Path PAGES = Path.of("../api/src/main/resources/touchline");

    static final String WITHOUT_TEMPLATES = """
            export const html = () => null, svg = html, render = html, repeat = html, live = html, nothing = null;
            """;

    private static final String BROWSER = """
            globalThis.addEventListener = () => {};
            globalThis.document = { hidden: false };
            globalThis.requestAnimationFrame = paint => setTimeout(paint, 0);
            globalThis.sessionStorage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
            const settled = () => new Promise(done => setTimeout(done, 0));
            """;

    private final Path folder;

    private PageScript(Path folder) {
        this.folder = folder;
    }

    /** Copies the trading page into an empty folder. */
    static PageScript in(Path folder) throws IOException {
        return in(folder, "trade/app");
    }

    /** Copies the console into an empty folder, with templates that render nothing. */
    static PageScript ofConsole(Path folder) throws IOException {
        PageScript console = in(folder, "console/app").with("shared/html.js", WITHOUT_TEMPLATES);
        copy(PAGES.resolve("console/app/screens"), folder.resolve("app/screens"));
        return console;
    }

    private static PageScript in(Path folder, String page) throws IOException {
        Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
        copy(PAGES.resolve("shared"), folder.resolve("shared"));
        copy(PAGES.resolve(page), folder.resolve("app"));
        return new PageScript(folder);
    }

    /** Puts other text into the place of a script, such as {@code app/toasts.js}. */
    PageScript with(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        return this;
    }

    /** Runs a test that imports what it needs, and returns what it printed. */
    String run(String test) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("test.js"), BROWSER + test);
        return ToolProcess.run(folder, "node", "test.js");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
