package touchline.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.webhook.address.PublicAddresses;
import touchline.api.webhook.address.WebhookUrl;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;

/** No webhook reaches an address that is not public. */
class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.9.9",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12::9",
                "fec0::1",
                "ff02::1",
                "64:ff9b::a00:1",
                "2001:db8::1",
                "2001::1",
                "2002:a00:1::1",
                "3fff::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "100::1"
            })
    void isNotPublic(String address) {
        assertThat(PublicAddresses.contain(InetAddresses.forString(address))).isFalse();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThat(WebhookUrl.fault("https://" + host + "/hook", false)).contains("must be a public address");
        assertThat(WebhookUrl.fault("https://" + host + "/hook", true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "100.128.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "2606:4700::1111",
                "2001:4860::8888"
            })
    void isPublic(String address) {
        assertThat(PublicAddresses.contain(InetAddresses.forString(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example/x", "ftp://app.example", "https://", "https:///x", "https://user@app.example/",
                        "https://app.example/#x",
                "https://localhost/x", "https://router/x", "not a url", "https://app.example:99999999/",
                        "//app.example", ""
            })
    void isNoAddress(String url) {
        assertThat(WebhookUrl.fault(url, false)).isPresent();
    }

    /** A name that passes the check when it is registered, and is that of this machine when the node connects. */
    @Test
    void aNameOfThisMachineIsNotConnectedTo() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        String url = "http://localhost:" + server.getAddress().getPort() + "/hook";
        try {
            assertThat(post(url, false).error()).isEqualTo("the host has no public address");
            assertThat(requests).hasValue(0);
            assertThat(post(url, true).status()).isEqualTo(302); // and is not followed
            assertThat(requests).hasValue(1);
        } finally {
            server.stop(0);
        }
    }

    private static DeliveryOutcome post(String url, boolean isPrivateAllowed) throws Exception {
        WebhookHttp http = new WebhookHttp(Duration.ofSeconds(60), isPrivateAllowed);
        http.start();
        try {
            CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
            http.post(
                    new DueDelivery(
                            1,
                            1,
                            "1-0-0",
                            0,
                            WebhookEventKind.ORDER,
                            "{}",
                            1,
                            new DueDelivery.Target(url, UserId.of("alice"), "sealed")),
                    new WebhookHttp.Signed("{}", "secret", 1),
                    outcome::complete);
            return outcome.get(60, TimeUnit.SECONDS);
        } finally {
            http.stop();
        }
    }
}
