package touchline.api.trading;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import touchline.api.problem.Problems;
import touchline.market.Refusal;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;

/** What a trader is told who is refused: of a frozen instrument, also when it will thaw, where anybody knows. */
public final class Refusals {
    private final Instruments instruments;

    public Refusals(Instruments instruments) {
        this.instruments = instruments;
    }

    Response of(Refusal why, InstrumentId instrument) {
        Optional<Instant> thaws = why == Refusal.INSTRUMENT_FROZEN ? instruments.thawsAt(instrument) : Optional.empty();
        return thaws.map(at -> Problems.frozenUntil(at, Instant.now()))
                .orElseGet(() -> Problems.refused(why).response());
    }
}
