package touchline.api.stream;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.news.News;
import touchline.market.wallet.UserId;

/**
 * The events that a connection receives.
 *
 * @param instruments whose prices, freezes and settlements; null for all
 * @param user whose orders, positions and wallet; null if anonymous
 * @param isWithMatches whether match events, which are few, are among them
 */
public record StreamFilter(
        @Nullable Set<InstrumentId> instruments, @Nullable UserId user, boolean isWithMatches) {
    /** No events at all. */
    public static final StreamFilter NOTHING = new StreamFilter(Set.of(), null, false);

    /** A filter that lets match events pass. */
    public StreamFilter(@Nullable Set<InstrumentId> instruments, @Nullable UserId user) {
        this(instruments, user, true);
    }

    /** Whether it takes all public events, and only these. */
    boolean isEverybodys() {
        return instruments == null && user == null && isWithMatches;
    }

    boolean wants(News news) {
        if (news instanceof News.Priced priced) {
            return instruments == null || instruments.contains(priced.instrument());
        }
        if (news instanceof News.Frozen frozen) {
            return instruments == null || instruments.contains(frozen.instrument());
        }
        if (news instanceof News.Halted halted) {
            return instruments == null || instruments.contains(halted.instrument());
        }
        if (news instanceof News.PositionChanged changed) {
            return user != null && user.equals(changed.position().user());
        }
        if (news instanceof News.Settled settled) {
            return instruments == null || instruments.contains(settled.instrument());
        }
        if (news instanceof News.OrderChanged changed) {
            return user != null && user.equals(changed.user());
        }
        if (news instanceof News.PositionRequestChanged changed) {
            return user != null && user.equals(changed.user());
        }
        if (news instanceof News.WalletChanged wallet) {
            return user != null && user.equals(wallet.user());
        }
        return isWithMatches;
    }
}
