package touchline.sandbox.cluster;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A plain socket to Redis. Shares no code with the product. */
final class RawRedis implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    RawRedis(URI redis) throws IOException {
        socket = new Socket(redis.getHost(), redis.getPort());
        socket.setSoTimeout(60_000);
        out = socket.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        if (redis.getPath() != null && redis.getPath().length() > 1) {
            call("SELECT", redis.getPath().substring(1));
        }
    }

    /** Sends a command and returns the answer, with nested lists flattened and nil as an empty string. */
    List<String> call(String... words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        out.write(command.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        return next();
    }

    /** Sends a command that has one value as its answer. */
    String ask(String... words) throws IOException {
        return call(words).get(0);
    }

    /** Returns the next answer or message. */
    List<String> next() throws IOException {
        List<String> words = new ArrayList<>();
        read(words);
        return words;
    }

    private void read(List<String> words) throws IOException {
        String line = line();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':' -> words.add(rest);
            case '$' -> words.add(bulk(Integer.parseInt(rest)));
            case '*' -> {
                for (int n = Integer.parseInt(rest); n > 0; n--) {
                    read(words);
                }
            }
            default -> throw new IOException(line);
        }
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = new byte[length + 2];
        in.readFully(bytes);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        in.readByte();
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
