package touchline.scheduler.alert.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.AlertMessage;
import touchline.scheduler.alert.mail.MailSettings.Credentials;
import touchline.scheduler.alert.mail.MailSettings.Security;
import touchline.scheduler.alert.rule.Severity;

/** Mails as a mail server gets them, and servers that don't take them. */
final class MailChannelTest {
    private static final Duration ENOUGH = Duration.ofSeconds(60);
    private static final String RUNBOOK = "https://wiki.example/failure.md";
    private static final String PASSWORD = "a password of the relay";
    private static final String KEYS = "localhost.p12"; // a certificate of localhost, for tests

    private @Nullable GreenMail server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void aMailSaysWhatHappenedAndLinksTheRunbook() throws Exception {
        GreenMail mails = start("smtp");
        MailChannel channel = new MailChannel(settings(
                "127.0.0.1", mails.getSmtp().getPort(), Security.NONE, null, "ann@example.com", "Ben <b@example.com>"));

        assertThat(channel.send(message("opened", "poll failed: “why”"), ENOUGH))
                .isEmpty();
        assertThat(channel.send(message("closed", "poll failed"), ENOUGH)).isEmpty();

        MimeMessage[] received = mails.getReceivedMessages();
        assertThat(received).hasSize(4);
        MimeMessage opened = received[0]; // the mails of a recipient follow each other
        assertThat(opened.getSubject()).isEqualTo("[Touchline] Critical: poll failed: “why”");
        assertThat(opened.getContentType()).startsWith("text/plain").containsIgnoringCase("utf-8");
        assertThat(opened.getContent().toString().replace("\r", ""))
                .startsWith("Critical: poll failed: “why”\n\nRunbook: " + RUNBOOK + "\n\nAlert: 9\nRule: failing\n")
                .contains("Subject: sportmonks/poll\nOccurrences: 3\nOpened: 2026-11-28T12:00:00Z\n");
        assertThat(opened.getFrom()[0]).hasToString("Touchline <alerts@example.com>");
        assertThat(opened.getMessageID()).isEqualTo("<touchline-delivery-17-1795867200000@example.com>");
        assertThat(opened.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        MimeMessage closed = received[1];
        assertThat(closed.getSubject()).isEqualTo("[Touchline] Resolved: poll failed");
        assertThat(closed.getHeader("References")).isEqualTo(opened.getHeader("References"));
    }

    @Test
    void aSummaryCannotAddAHeader() throws Exception {
        GreenMail mails = start("smtp");
        MailChannel channel = new MailChannel(
                settings("127.0.0.1", mails.getSmtp().getPort(), Security.NONE, null, "ann@example.com"));
        String hostile = "failed\r\nBcc: eve@example.com\n\nX-Odd: 1\u2028\u0000" + "x".repeat(500);

        assertThat(channel.send(message("opened", hostile), ENOUGH)).isEmpty();

        assertThat(mails.getReceivedMessages()).singleElement().satisfies(mail -> {
            assertThat(mail.getHeader("Bcc")).isNull();
            assertThat(mail.getHeader("X-Odd")).isNull();
            assertThat(mail.getSubject())
                    .startsWith("[Touchline] Critical: failed Bcc: eve@example.com X-Odd: 1 xxx")
                    .hasSizeLessThan(220);
        });
    }

    @Test
    void aWrongPasswordIsReportedWithoutIt() throws Exception {
        GreenMail mails = start("smtps");
        mails.setUser("relay@example.com", "relay", PASSWORD);
        int port = mails.getSmtps().getPort();

        assertThat(overTls("localhost", port, new Credentials("relay", "guessed"))
                        .send(message("opened", "failed"), ENOUGH))
                .contains("it refused the user or the password");
        assertThat(mails.getReceivedMessages()).isEmpty();
        MailChannel channel = overTls("localhost", port, new Credentials("relay", PASSWORD));
        assertThat(channel.send(message("opened", "failed"), ENOUGH)).isEmpty();
        assertThat(mails.getReceivedMessages()).hasSize(1);
        assertThat(channel.toString()).doesNotContain(PASSWORD, "relay", "example.com");
    }

    @Test
    void aServerWithAnotherCertificateGetsNothing() throws Exception {
        GreenMail mails = start("smtps");
        mails.setUser("relay@example.com", "relay", PASSWORD); // so that nothing but the certificate is wrong
        int port = mails.getSmtps().getPort();
        Credentials credentials = new Credentials("relay", PASSWORD);

        assertThat(new MailChannel(settings("localhost", port, Security.TLS, credentials, "ann@example.com"))
                        .send(message("opened", "failed"), ENOUGH))
                .as("not trusted")
                .isPresent();
        assertThat(overTls("127.0.0.1", port, credentials).send(message("opened", "failed"), ENOUGH))
                .as("the name of another host")
                .isPresent();
        assertThat(mails.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerWithoutStarttlsGetsNothing() throws Exception {
        GreenMail mails = start("smtp");
        MailChannel channel = new MailChannel(settings(
                "127.0.0.1",
                mails.getSmtp().getPort(),
                Security.STARTTLS,
                new Credentials("relay", PASSWORD),
                "ann@example.com"));

        assertThat(channel.send(message("opened", "failed"), ENOUGH)).contains("it offers no STARTTLS");
        assertThat(mails.getReceivedMessages()).isEmpty();
    }

    /** A look-up of a name has no limit of its own, and can't be ended. */
    @Test
    void aNameThatIsLookedUpForeverIsGivenUpAndIsNotLookedUpEndlesslyOften() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger lookUps = new AtomicInteger();
        MailChannel channel =
                new MailChannel(settings("mail.example", 25, Security.NONE, null, "ann@example.com"), null, host -> {
                    lookUps.incrementAndGet();
                    try {
                        answer.await();
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException(host);
                });
        try {
            for (int n = 0; n < 4; n++) {
                assertThat(channel.send(message("opened", "failed"), Duration.ofMillis(50)))
                        .contains("no whole answer within 50 ms");
            }
            assertThat(channel.send(message("opened", "failed"), ENOUGH))
                    .contains("look-ups of its name still wait for an answer");
            await().atMost(ENOUGH).until(() -> lookUps.get() == 4); // their threads may begin later
        } finally {
            answer.countDown();
        }
    }

    @Test
    void aNameWithoutAnAddressIsSaidSo() throws Exception {
        MailChannel channel =
                new MailChannel(settings("mail.example", 25, Security.NONE, null, "ann@example.com"), null, host -> {
                    throw new UnknownHostException(host);
                });
        assertThat(channel.send(message("opened", "failed"), ENOUGH)).contains("its name has no address");
    }

    @Test
    void aMailIsEncryptedAfterStarttlsAndNothingButTheNegotiationIsNot() throws Exception {
        try (StarttlsServer mails = StarttlsServer.start(keys())) {
            Credentials credentials = new Credentials("relay", PASSWORD);

            assertThat(trusting("localhost", mails.port(), Security.STARTTLS, credentials)
                            .send(message("opened", "the poll failed"), ENOUGH))
                    .isEmpty();

            assertThat(mails.inPlainText()).allMatch(line -> line.matches("(EHLO|STARTTLS).*"));
            assertThat(mails.encrypted())
                    .anyMatch(line -> line.startsWith("AUTH "))
                    .contains("RCPT TO:<ann@example.com>")
                    .anyMatch(line -> line.startsWith("Subject: ") && line.contains("the poll failed"));
        }
        try (StarttlsServer stranger = StarttlsServer.start(keys())) {
            MailChannel untrusting = new MailChannel(settings(
                    "localhost",
                    stranger.port(),
                    Security.STARTTLS,
                    new Credentials("relay", PASSWORD),
                    "a@example.com"));
            assertThat(untrusting.send(message("opened", "failed"), ENOUGH)).isPresent();
            assertThat(stranger.encrypted()).isEmpty();
        }
    }

    @Test
    void aServerThatIsAwayOrSilentIsGivenUp() throws Exception {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            MailChannel channel = new MailChannel(settings("127.0.0.1", port, Security.NONE, null, "ann@example.com"));
            assertThat(channel.send(message("opened", "failed"), Duration.ofMillis(300)))
                    .contains("no whole answer within 300 ms");
        }
        MailChannel channel = new MailChannel(settings("127.0.0.1", port, Security.NONE, null, "ann@example.com"));
        Optional<String> complaint = channel.send(message("opened", "failed"), ENOUGH);
        assertThat(complaint).isPresent();
        assertThat(complaint.get()).doesNotContain("127.0.0.1", "example.com");
    }

    private GreenMail start(String protocol) throws Exception {
        System.setProperty("greenmail.tls.keystore.file", keys().toString());
        System.setProperty("greenmail.tls.keystore.password", "changeit");
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(ENOUGH.toMillis());
        GreenMail started = new GreenMail(setup);
        started.start();
        server = started;
        return started;
    }

    private static Path keys() throws Exception {
        return Path.of(Optional.ofNullable(MailChannelTest.class.getResource(KEYS))
                .orElseThrow()
                .toURI());
    }

    private static MailChannel overTls(String host, int port, Credentials credentials) throws Exception {
        return trusting(host, port, Security.TLS, credentials);
    }

    private static MailChannel trusting(String host, int port, Security security, Credentials credentials)
            throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = MailChannelTest.class.getResourceAsStream(KEYS)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("mail", keys.getCertificate("mail"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocketFactory sockets = context.getSocketFactory();
        return new MailChannel(
                settings(host, port, security, credentials, "ann@example.com"), sockets, InetAddress::getAllByName);
    }

    private static MailSettings settings(
            String host, int port, Security security, @Nullable Credentials credentials, String... to) {
        return new MailSettings(host, port, security, credentials, "Touchline <alerts@example.com>", List.of(to));
    }

    private static AlertMessage message(String event, String summary) {
        Instant now = Instant.parse("2026-11-28T12:00:00Z");
        return new AlertMessage(
                event.equals("closed") ? "18" : "17",
                event,
                "9",
                new Alert(
                        9,
                        "failing",
                        "sportmonks/poll",
                        Severity.CRITICAL,
                        summary,
                        now,
                        now,
                        3,
                        event.equals("closed") ? now : null,
                        null,
                        null,
                        new Alert.Care(null, null, null)),
                RUNBOOK);
    }
}
