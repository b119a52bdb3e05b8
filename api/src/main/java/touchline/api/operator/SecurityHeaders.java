package touchline.api.operator;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * Sets the security headers of each response: pages of ours load only what is ours and run no script written into them, everything else is data, and
 * nothing is ever framed. What operators see is not kept.
 */
final class SecurityHeaders implements Filter {
    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";
    private static final List<String> PAGES = List.of("/console", "/docs", "/trade");
    private static final String PAGE =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = path((HttpServletRequest) request);
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader("Content-Security-Policy", isPage(path) ? PAGE : DATA);
        answer.setHeader("X-Frame-Options", "DENY");
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
        if (isUnder(path, "/v1/ops")) {
            answer.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }

    /** As the container understands it: decoded, and without parameters. */
    private static String path(HttpServletRequest request) {
        String servlet = request.getServletPath();
        String rest = request.getPathInfo();
        if (rest == null) {
            return servlet;
        }
        return servlet.isEmpty() ? rest : servlet + rest;
    }

    private static boolean isPage(String path) {
        for (String page : PAGES) {
            if (isUnder(path, page)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnder(String path, String folder) {
        return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }
}
