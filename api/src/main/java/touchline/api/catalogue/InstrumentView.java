package touchline.api.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.instrument.Instrument;

/** An instrument, to anyone. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Instrument")
record InstrumentView(
        String id,
        String name,
        String team,
        String position,
        String price,
        String basePrice,
        boolean frozen,
        @Nullable String frozenBecause,
        boolean delisted,
        @Nullable String fixtureId,
        @Nullable String change24h,
        @Nullable HaltNotice halt) {

    static InstrumentView of(Instrument instrument, @Nullable String change24h, @Nullable HaltNotice halt) {
        return new InstrumentView(
                instrument.id().toString(),
                instrument.name(),
                instrument.team(),
                instrument.position(),
                instrument.price().toString(),
                instrument.basePrice().toString(),
                instrument.frozen(),
                instrument.frozenBecause(),
                instrument.delisted(),
                instrument.fixture() == null ? null : instrument.fixture().toString(),
                change24h,
                halt);
    }
}
