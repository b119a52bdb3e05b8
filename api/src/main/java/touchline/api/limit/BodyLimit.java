package touchline.api.limit;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/**
 * Reads no more of a body than one may have: one that says it is larger is refused at once, one that turns out to be, also after it was decompressed, on the way. A refusal that leaves
 * some of a body unread says that the connection closes: otherwise a client sends its next request over it, and gets no answer.
 */
@Priority(Priorities.ENTITY_CODER)
public final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {
    /** A client that sends its whole body before it reads would see a broken connection instead of the refusal. */
    private static final int THROWN_AWAY = 2 * 1024 * 1024;

    private static final String BODY = BodyLimit.class.getName();

    private final int mostBytes;

    public BodyLimit(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (request.getLength() > mostBytes) {
            if (request.getLength() <= THROWN_AWAY) {
                throwAway(request.getEntityStream());
            }
            throw new ProblemException(Problems.tooLarge());
        }
        if (request.hasEntity()) {
            Counted body = new Counted(request.getEntityStream(), mostBytes);
            request.setEntityStream(body);
            request.setProperty(BODY, body);
            decompress(request);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean hasBody = request.getLength() > 0 || request.getHeaders().containsKey("Transfer-Encoding");
        boolean isRead = request.getProperty(BODY) instanceof Counted counted && counted.hasEnded;
        if (response.getStatus() >= 400 && hasBody && !isRead) {
            response.getHeaders().putSingle("Connection", "close");
        }
    }

    /** Other codings keep their header, by which they are refused later. */
    private void decompress(ContainerRequestContext request) throws IOException {
        String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && coding.strip().equalsIgnoreCase("gzip")) {
            request.setEntityStream(
                    GzipBody.decompress(request.getEntityStream().readAllBytes(), mostBytes));
            request.getHeaders().remove(HttpHeaders.CONTENT_ENCODING);
        }
    }

    private static void throwAway(InputStream in) {
        byte[] buffer = new byte[8192];
        int left = THROWN_AWAY;
        try {
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = in.read(buffer);
            }
        } catch (IOException broken) {
            // It is refused in any case.
        }
    }

    private static final class Counted extends FilterInputStream {
        private int left;
        private boolean hasEnded;

        Counted(InputStream in, int most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            hasEnded |= read < 0;
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            hasEnded |= read < 0;
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throwAway(in);
                throw new ProblemException(Problems.tooLarge());
            }
        }
    }
}
