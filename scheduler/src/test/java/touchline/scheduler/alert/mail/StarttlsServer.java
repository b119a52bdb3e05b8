package touchline.scheduler.alert.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server for one connection that offers STARTTLS, and keeps what it is sent before and after. */
final class StarttlsServer implements AutoCloseable {
    private final ServerSocket door;
    private final SSLContext tls;
    private final List<String> inPlainText = new CopyOnWriteArrayList<>();
    private final List<String> encrypted = new CopyOnWriteArrayList<>();

    private StarttlsServer(SSLContext tls) throws IOException {
        this.tls = tls;
        this.door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Starts one with the keys of a PKCS12 file. */
    static StarttlsServer start(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), null, null);
        StarttlsServer server = new StarttlsServer(tls);
        Thread thread = new Thread(server::serve, "starttls-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    int port() {
        return door.getLocalPort();
    }

    List<String> inPlainText() {
        return inPlainText;
    }

    List<String> encrypted() {
        return encrypted;
    }

    private void serve() {
        try (Socket plain = door.accept()) {
            answer(plain, "220 mail.example");
            converse(plain, inPlainText, "250-mail.example\r\n250 STARTTLS");
            SSLSocket secure =
                    (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            converse(secure, encrypted, "250-mail.example\r\n250 AUTH PLAIN");
        } catch (IOException e) {
            // the client has left
        }
    }

    /** Until the client asks for encryption, or leaves. */
    private static void converse(Socket socket, List<String> received, String hello) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        boolean isMail = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            received.add(line);
            if (isMail) {
                if (line.equals(".")) {
                    isMail = false;
                    answer(socket, "250 accepted");
                }
                continue;
            }
            String command = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            isMail = command.equals("DATA");
            answer(
                    socket,
                    switch (command) {
                        case "EHLO" -> hello;
                        case "STARTTLS" -> "220 go on";
                        case "AUTH" -> "235 welcome";
                        case "DATA" -> "354 go on";
                        case "QUIT" -> "221 bye";
                        default -> "250 fine";
                    });
            if (command.equals("STARTTLS") || command.equals("QUIT")) {
                return;
            }
        }
    }

    private static void answer(Socket socket, String line) throws IOException {
        Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII);
        out.write(line + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
