package touchline.api.limit;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/** Reads no more of a body than one may have: one that says it is larger is refused at once, one that turns out to be, also after it was unzipped, on the way. */
@Priority(Priorities.ENTITY_CODER)
public final class BodyLimit implements ContainerRequestFilter {
    private final int mostBytes;

    public BodyLimit(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > mostBytes) {
            throw new ProblemException(Problems.tooLarge());
        }
        if (request.hasEntity()) {
            request.setEntityStream(new Counted(request.getEntityStream(), mostBytes));
        }
    }

    private static final class Counted extends FilterInputStream {
        private int left;

        Counted(InputStream in, int most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw new ProblemException(Problems.tooLarge());
            }
        }
    }
}
