package touchline.api.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.link.RelativeLinks;

/** Serves the files of a page. Browsers revalidate each file, so that a new version shows at the next click. */
final class ConsoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient ConsoleFiles files;

    /** For the page whose files are in that folder of the class path, as in {@code touchline/console/}. */
    ConsoleServlet(String folder) {
        this.files = new ConsoleFiles(folder);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Optional<ConsoleFile> found = files.find(path == null ? "/" : path);
        if (found.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        ConsoleFile file = found.get().isPage() ? found.get().linkedFrom(root(request)) : found.get();
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", file.tag());
        if (isKnown(file, request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type());
        response.setContentLength(file.length());
        file.writeTo(response.getOutputStream());
    }

    /** A proxy may have removed a prefix of the path, which only the browser knows. */
    private static String root(HttpServletRequest request) {
        return RelativeLinks.toRoot(
                request.getRequestURI().substring(request.getContextPath().length()));
    }

    private static boolean isKnown(ConsoleFile file, @Nullable String tags) {
        return tags != null
                && Arrays.stream(tags.split(",", -1))
                        .map(tag -> tag.strip().replaceFirst("^W/", ""))
                        .anyMatch(file.tag()::equals);
    }
}
