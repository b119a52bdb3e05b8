package touchline.api.limit;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;

/**
 * Decompresses the body of a request, all of it or nothing. Jetty's handler does not notice where compressed data ends early: the first bytes of a header are an empty body to it.
 */
final class GzipBody {
    private static final int TRAILER_BYTES = 8;

    private GzipBody() {}

    /**
     * Decompresses a body.
     *
     * @param compressed one gzip member (RFC 1952), or several
     * @throws ZipException if it is anything else, ends early, or is followed by other bytes
     * @throws ProblemException too-large, if it is larger than {@code mostBytes}
     */
    static InputStream decompress(byte[] compressed, int mostBytes) throws IOException {
        try (Members members = new Members(compressed)) {
            byte[] body = members.readNBytes(mostBytes + 1);
            if (body.length > mostBytes) {
                throw new ProblemException(Problems.tooLarge());
            }
            members.requireEnd();
            return new ByteArrayInputStream(body);
        } catch (EOFException early) {
            throw endsEarly(early);
        }
    }

    private static ZipException endsEarly(EOFException cause) {
        ZipException failure = new ZipException("the compressed data ends early");
        failure.initCause(cause);
        return failure;
    }

    private static final class Members extends GZIPInputStream {
        Members(byte[] compressed) throws IOException {
            super(new ByteArrayInputStream(compressed), Math.max(1, compressed.length));
        }

        /** {@link GZIPInputStream} ignores what follows the last member, also a header that is cut off. */
        void requireEnd() throws ZipException {
            if (inf.getRemaining() > TRAILER_BYTES) {
                throw new ZipException("other bytes follow the compressed data");
            }
        }
    }
}
