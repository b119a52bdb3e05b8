package touchline.market.outbox.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Close;
import touchline.market.position.rule.CloseReason;

class EntryCodecTest {
    private static final Map<String, String> CLOSE = Map.ofEntries(
            Map.entry("type", "close"),
            Map.entry("id", "7"),
            Map.entry("user", "alice"),
            Map.entry("instrument", "9"),
            Map.entry("direction", "LONG"),
            Map.entry("quantity", "5"),
            Map.entry("leverage", "2"),
            Map.entry("entry_price", "1000000"),
            Map.entry("margin", "2500000"),
            Map.entry("wash_out", "0"),
            Map.entry("levels", "3:900000:0"),
            Map.entry("open_seq", "3"),
            Map.entry("open_tick_at", "1000"),
            Map.entry("opened_at", "1500"),
            Map.entry("reason", "STOP_LOSS"),
            Map.entry("price", "900000"),
            Map.entry("seq", "4"),
            Map.entry("payout", "2000000"),
            Map.entry("reference", "7"),
            Map.entry("at", "2000"),
            Map.entry("ledger", "held:alice,cash:alice,2000000,margin-back;held:alice,house,500000,loss"),
            Map.entry("wallet", "2000000:0"),
            Map.entry("entry", "11"));

    @Test
    void aCloseCarriesItsPositionItsMoneyAndTheWalletAfterwards() {
        TradesEntry decoded = EntryCodec.decodeTrade(new EncodedEntry("2000-0", CLOSE));

        assertThat(decoded).isInstanceOfSatisfying(TradesEntry.PositionClosed.class, closed -> {
            assertThat(closed.position().id()).hasToString("7");
            assertThat(closed.position().levels()).hasToString("3:900000:0");
            assertThat(closed.position().close())
                    .isEqualTo(new Close(
                            CloseReason.STOP_LOSS,
                            Price.of(900_000),
                            4,
                            Money.of(2_000_000),
                            Instant.ofEpochMilli(2000)));
        });
        assertThat(decoded.booking().ledger())
                .containsExactly(
                        new Movement("held:alice", "cash:alice", 2_000_000, "margin-back"),
                        new Movement("held:alice", "house", 500_000, "loss"))
                .allSatisfy(movement -> assertThat(movement.user()).isEqualTo("alice"));
        assertThat(decoded.booking().wallet()).hasToString("WalletState[user=alice, cash=200.0000, held=0.0000]");
        assertThat(new EncodedEntry("2000-0", CLOSE).number()).isEqualTo(11);
    }

    @ParameterizedTest
    @CsvSource({
        "quantity, x, quantity",
        "reason, TIRED, its position",
        "ledger, 'a,b', ledger",
        "ledger, 'a,b,much,c', ledger",
        "wallet, 1, wallet",
        "at, soon, at",
        "type, nonsense, type",
    })
    void anErrorNamesTheEntryAndTheField(String field, String value, String named) {
        assertThatThrownBy(() -> EntryCodec.decodeTrade(new EncodedEntry("2000-3", with(field, value))))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageStartingWith("entry 2000-3 (")
                .hasMessageContaining(named);
    }

    @Test
    void aMissingFieldIsNamed() {
        for (String field : List.of("type", "id", "user", "levels", "payout", "reference", "at", "ledger")) {
            Map<String, String> fields = new HashMap<>(CLOSE);
            fields.remove(field);
            assertThatThrownBy(() -> EntryCodec.decodeTrade(new EncodedEntry("1-0", fields)))
                    .isInstanceOf(UnreadableEntryException.class)
                    .hasMessageContaining(field);
        }
    }

    @Test
    void ofEachStreamOnlyItsOwnTypesAreRead() {
        Map<String, String> tick = Map.of("type", "tick", "instrument", "9", "seq", "1", "price", "5", "at", "2000");

        assertThat(EntryCodec.decodeTick(new EncodedEntry("1-0", tick)))
                .isEqualTo(new TicksEntry.PriceTicked(InstrumentId.of(9), 1, Price.of(5), 2000));
        assertThatThrownBy(() -> EntryCodec.decodeTick(new EncodedEntry("1-0", CLOSE)))
                .hasMessageContaining("type is unknown");
        Map<String, String> misplaced = new HashMap<>(tick);
        misplaced.putAll(Map.of("reference", "x", "ledger", ""));
        assertThatThrownBy(() -> EntryCodec.decodeTrade(new EncodedEntry("1-0", misplaced)))
                .hasMessageContaining("type is unknown");
    }

    @Test
    void anEntryWithoutATimeHasTheOneAtWhichItWasWritten() {
        assertThat(EntryCodec.decodeTick(new EncodedEntry("1234-5", Map.of("type", "thawed", "instrument", "9")))
                        .at())
                .isEqualTo(1234);
    }

    @Test
    void aDecisionIsReadAsItWasWritten() {
        TradesEntry.RequestDecided decided = new TradesEntry.RequestDecided(
                new Booking("5", 3000, List.of(), null), 5, "ORDER", "REJECTED", "unavailable", "reason=shut", null);

        EncodedEntry encoded = new EncodedEntry("3000-0", EntryCodec.encode(decided, 12));

        assertThat(EntryCodec.decodeTrade(encoded)).isEqualTo(decided);
        assertThat(encoded.number()).isEqualTo(12);
    }

    private static Map<String, String> with(String field, String value) {
        Map<String, String> fields = new HashMap<>(CLOSE);
        fields.put(field, value);
        return fields;
    }
}
