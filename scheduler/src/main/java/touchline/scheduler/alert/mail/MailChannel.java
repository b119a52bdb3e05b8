package touchline.scheduler.alert.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.alert.AlertChannel;
import touchline.scheduler.alert.AlertMessage;
import touchline.scheduler.text.HumanFormat;

/** Sends alerts by SMTP, a mail to all recipients for each message. The server's certificate must name the host and be trusted by the JVM. Thread-safe. */
public final class MailChannel implements AlertChannel {
    private static final Logger LOG = LoggerFactory.getLogger(MailChannel.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int AT_ONCE = 4;

    private final MailSettings settings;
    private final @Nullable SSLSocketFactory trust;
    private final NameLookup names;

    /** A look-up of a name can't be ended, so that it may outlast its exchange; no more than these are begun. */
    private final ExecutorService exchanges =
            new ThreadPoolExecutor(0, AT_ONCE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "alert-mail");
                thread.setDaemon(true);
                return thread;
            });

    public MailChannel(MailSettings settings) {
        this(settings, null, InetAddress::getAllByName);
    }

    /**
     * Creates a channel that trusts other certificates.
     *
     * @param trust for an encrypted connection; null for what the JVM trusts
     */
    MailChannel(MailSettings settings, @Nullable SSLSocketFactory trust, NameLookup names) {
        this.settings = settings;
        this.trust = trust;
        this.names = names;
    }

    /** Looks the addresses of a host up, as {@link InetAddress#getAllByName} does: without a limit of its own. */
    @FunctionalInterface
    interface NameLookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Optional<String> send(AlertMessage message, Duration deadline) throws InterruptedException {
        MailSockets sockets = new MailSockets();
        try {
            return exchanges.submit(() -> exchange(message, sockets)).get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Optional.of("no whole answer within " + HumanFormat.setting(deadline));
        } catch (RejectedExecutionException hanging) {
            return Optional.of("look-ups of its name still wait for an answer");
        } catch (ExecutionException failed) {
            return Optional.of(String.valueOf(failed.getCause()));
        } finally {
            sockets.close(); // ends an exchange that goes on: a mail session's time-outs begin again at each byte
        }
    }

    private Optional<String> exchange(AlertMessage message, MailSockets sockets) {
        try {
            names.addresses(settings.host()); // the session would look it up between two limits
            send(message, Session.getInstance(properties(sockets)));
            return Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.of("its name has no address");
        } catch (MessagingException failed) {
            return complaint(failed);
        }
    }

    private void send(AlertMessage message, Session session) throws MessagingException {
        Transport transport = session.getTransport("smtp");
        try {
            MailSettings.Credentials credentials = settings.credentials();
            transport.connect(
                    settings.host(),
                    settings.port(),
                    credentials == null ? null : credentials.user(),
                    credentials == null ? null : credentials.password());
            AlertMail mail = AlertMail.of(session, settings, message);
            transport.sendMessage(mail, mail.getAllRecipients());
        } finally {
            leave(transport);
        }
    }

    /** What was accepted stays accepted. */
    private static void leave(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("the mail server ended the connection: {}", e.toString());
        }
    }

    private Properties properties(MailSockets sockets) {
        Properties smtp = new Properties();
        set(smtp, "auth", settings.credentials() != null);
        set(smtp, "starttls.enable", settings.security() == MailSettings.Security.STARTTLS);
        set(smtp, "starttls.required", settings.security() == MailSettings.Security.STARTTLS);
        set(smtp, "ssl.enable", settings.security() == MailSettings.Security.TLS);
        set(smtp, "ssl.checkserveridentity", true);
        set(smtp, "ssl.protocols", "TLSv1.3 TLSv1.2");
        set(smtp, "connectiontimeout", CONNECT.toMillis());
        set(smtp, "localhost", settings.domain());
        set(smtp, "quitwait", false);
        set(smtp, "sendpartial", true); // one address that is gone must not keep the alert from all others
        set(smtp, "socketFactory.fallback", false); // other sockets would not end at the deadline
        smtp.setProperty("mail.debug.auth.username", "false");
        smtp.put("mail.smtp.socketFactory", sockets);
        if (trust != null) {
            smtp.put("mail.smtp.ssl.socketFactory", trust);
        }
        return smtp;
    }

    private static void set(Properties smtp, String name, Object value) {
        smtp.setProperty("mail.smtp." + name, String.valueOf(value));
    }

    /** Why it failed; empty if some recipients got the mail, as another attempt would send it to them again. */
    private static Optional<String> complaint(MessagingException failed) {
        if (failed instanceof SendFailedException partly
                && partly.getValidSentAddresses() != null
                && partly.getValidSentAddresses().length > 0) {
            LOG.warn(
                    "an alert was not mailed to all: accepted={} refused={} cause={}",
                    partly.getValidSentAddresses().length,
                    partly.getInvalidAddresses() == null ? 0 : partly.getInvalidAddresses().length,
                    reason(failed));
            return Optional.empty();
        }
        return Optional.of(reason(failed));
    }

    /** Its own words: a server's contain addresses. */
    private static String reason(MessagingException failed) {
        if (failed instanceof AuthenticationFailedException) {
            return "it refused the user or the password";
        }
        if (String.valueOf(failed.getMessage()).startsWith("STARTTLS is required")) {
            return "it offers no STARTTLS";
        }
        Throwable last = failed;
        for (Throwable each = failed; each != null; each = each.getCause()) {
            Integer status = status(each);
            if (status != null) {
                return "it answered " + status;
            }
            last = each;
        }
        return last.getClass().getSimpleName();
    }

    private static @Nullable Integer status(Throwable failed) {
        if (failed instanceof SMTPAddressFailedException recipient) {
            return recipient.getReturnCode();
        }
        if (failed instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return failed instanceof SMTPSendFailedException mail ? mail.getReturnCode() : null;
    }

    /** Without addresses and the log-in. */
    @Override
    public String toString() {
        return "MailChannel[" + settings + "]";
    }
}
