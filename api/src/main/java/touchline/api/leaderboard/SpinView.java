package touchline.api.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.leaderboard.Week;
import touchline.market.spinner.Spin;
import touchline.market.wallet.UserId;

/**
 * A week's draw, to anyone.
 *
 * @param from the week's first instant; {@code to} the first after it
 * @param seedHash null where none is published yet; {@code seedHashAt} when it was
 * @param seed null until it is drawn, as are those that follow
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Draw")
record SpinView(
        String week,
        Instant from,
        Instant to,
        State state,
        @Nullable String seedHash,
        @Nullable Instant seedHashAt,
        @Nullable String seed,
        @Nullable List<String> candidates,
        @Nullable WinnerView winner,
        @Nullable Instant drawnAt) {

    enum State {
        /** The week is not over. */
        OPEN,
        /** It is over, and not drawn yet; or nothing was ever to be drawn. */
        UNDRAWN,
        DRAWN
    }

    @SchemaName("DrawWinner")
    record WinnerView(String id, @Nullable String name) {}

    /** Of which there is a hash at least. */
    static SpinView of(Spin spin, Instant now) {
        Spin.Result result = spin.result();
        if (result == null) {
            return undrawn(spin.week(), now, spin.seedHash(), spin.seedMadeAt());
        }
        UserId winner = result.winner();
        return new SpinView(
                spin.week().toString(),
                spin.week().start(),
                spin.week().end(),
                State.DRAWN,
                spin.seedHash(),
                spin.seedMadeAt(),
                result.seed(),
                result.candidates().stream().map(UserId::value).toList(),
                winner == null ? null : new WinnerView(winner.value(), result.winnerName()),
                result.drawnAt());
    }

    static SpinView undrawn(Week week, Instant now, @Nullable String seedHash, @Nullable Instant seedHashAt) {
        return new SpinView(
                week.toString(),
                week.start(),
                week.end(),
                now.isBefore(week.end()) ? State.OPEN : State.UNDRAWN,
                seedHash,
                seedHashAt,
                null,
                null,
                null,
                null);
    }
}
