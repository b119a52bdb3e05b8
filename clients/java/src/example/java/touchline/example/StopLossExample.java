package touchline.example;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import touchline.client.MarketStream;
import touchline.client.TouchlineClient;
import touchline.client.TouchlineProblem;

/** Buys a share, opens a position with a stop-loss five percent below the price, and closes it. Arguments: the API, a token, and a player if not any. */
public final class StopLossExample {
    private StopLossExample() {}

    public static void main(String[] arguments) throws Exception {
        TouchlineClient market = new TouchlineClient(URI.create(arguments[0]), arguments[1]);
        JsonNode player = arguments.length > 2
                ? market.get("/v1/instruments/" + arguments[2])
                : market.get("/v1/instruments?limit=1").at("/items/0");
        String id = player.get("id").asText();
        System.out.println(player.get("name").asText() + " costs " + player.get("price").asText());

        CountDownLatch bought = new CountDownLatch(1);
        try (MarketStream stream = market.listen(
                Set.of(id),
                (event, data) -> {
                    System.out.println(event + " " + data);
                    if (event.equals("wallet")) {
                        bought.countDown();
                    }
                },
                end -> System.out.println("The stream has ended: " + end.getMessage()))) {
            stream.awaitConnection();
            JsonNode order = market.place("/v1/orders", Map.of("instrumentId", id, "side", "BUY", "quantity", 1));
            System.out.println("Order " + order.get("id").asText() + ": " + order.get("state").asText());
            if (!bought.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the stream has sent no change of the wallet");
            }
        }

        BigDecimal stop = new BigDecimal(player.get("price").asText())
                .multiply(new BigDecimal("0.95"))
                .setScale(4, RoundingMode.DOWN);
        JsonNode position = market.place(
                "/v1/positions",
                Map.of(
                        "instrumentId", id,
                        "direction", "LONG",
                        "quantity", 1,
                        "leverage", 2,
                        "stopLoss", stop.toPlainString()));
        String path = "/v1/positions/" + position.get("id").asText();
        System.out.println("Position " + position.get("id").asText() + " with a stop-loss at " + stop);
        try {
            market.send("POST", path + "/close", null);
            while (market.get(path).get("closedAt").isNull()) {
                Thread.sleep(250); // in a live match the close waits
            }
        } catch (TouchlineProblem closed) {
            if (!closed.type().equals("position-closed")) {
                throw closed;
            }
        }
        System.out.println("Closed with " + market.get(path).get("realisedPnl").asText());
    }
}
