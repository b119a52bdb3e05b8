package touchline.api.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Redirects the root of a node, or a path directly below it, to a page. */
final class RootServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final String page;

    /** To that page, relative to the root: a proxy may have removed a prefix of the path. */
    RootServlet(String page) {
        this.page = page;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", page);
    }
}
