package touchline.market.correction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Previews of an instrument with many holders wait for few answers of Redis, not for some per holder. */
@ExtendWith(StoresExtension.class)
final class HolderReadsTest {
    private static final InstrumentId SCORER = InstrumentId.of(5);
    private static final int HOLDERS = 400;

    @SuppressWarnings("NullAway.Init")
    private PlayedMarket played;

    @BeforeEach
    void hold(TestStores stores) {
        played = new PlayedMarket(stores);
        for (int n = 1; n <= HOLDERS; n++) {
            played.market.redis.sadd("holders:5", "holder-" + n);
            played.market.redis.hset("holding:holder-" + n, "5", Integer.toString(n));
            played.market.redis.hset("holding_cost:holder-" + n, "5", Integer.toString(n * 10_000));
        }
    }

    @AfterEach
    void close() {
        played.close();
    }

    @Test
    void aSettlementIsPreviewedWithFewReads() {
        SettlementPreviews previews = CorrectionsTest.settlements(played);

        SettlementPreviews.Preview preview = fewReads(
                () -> previews.of(PlayedMarket.GOING_ON, SettlementKind.VOID).orElseThrow());

        assertThat(preview.effects()).containsKeys(UserId.of("holder-1"), UserId.of("holder-400"));
        assertThat(preview.holdings().count()).isGreaterThanOrEqualTo(HOLDERS);
    }

    @Test
    void aPriceIsPreviewedWithFewReads() {
        Instrument instrument = played.market.instrument(SCORER);
        PriceEffects effects = new PriceEffects(played.market.redis, played.market.positions);

        CorrectionPreview preview = fewReads(() -> {
            effects.move(instrument, instrument.price().tenThousandths() + 100, UserId.of("holder-3"), 2);
            return effects.preview(null);
        });

        assertThat(preview.effects())
                .containsEntry(UserId.of("holder-400"), Money.of(40_000))
                .containsEntry(UserId.of("holder-3"), Money.of(100));
    }

    /** A pipeline arrives in some reads of the server's, which are counted; single commands in one each. */
    private <T> T fewReads(Supplier<T> preview) {
        long before = reads();
        T answer = preview.get();
        assertThat(reads() - before).isLessThan(HOLDERS);
        return answer;
    }

    private long reads() {
        return Long.parseLong(
                played.market.redis.info("stats").replaceFirst("(?s).*total_reads_processed:(\\d+).*", "$1"));
    }
}
