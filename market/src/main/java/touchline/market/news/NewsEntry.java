package touchline.market.news;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.halt.HaltMode;
import touchline.market.matchfeed.FixtureId;
import touchline.market.outbox.entry.Booking;
import touchline.market.outbox.entry.EncodedEntry;
import touchline.market.outbox.entry.EntryCodec;
import touchline.market.outbox.entry.OutboxEntry;
import touchline.market.outbox.entry.TicksEntry;
import touchline.market.outbox.entry.TradesEntry;
import touchline.market.outbox.entry.UnreadableEntryException;

/** Converts an entry of the outbox into news; often there are none. Of an entry that can't be read there are none either: the flusher puts it aside. */
public final class NewsEntry {
    /** An order, a position or a request that rests also moves money. */
    static final int MOST_PARTS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(NewsEntry.class);

    private NewsEntry() {}

    static List<NewsItem> read(StreamEntry entry, boolean isOfTicks) {
        try {
            EncodedEntry encoded = new EncodedEntry(entry.getID().toString(), entry.getFields());
            List<News> said =
                    isOfTicks ? ofTick(EntryCodec.decodeTick(encoded)) : ofTrade(EntryCodec.decodeTrade(encoded));
            List<NewsItem> items = new ArrayList<>(said.size());
            for (int part = 0; part < said.size(); part++) {
                items.add(new NewsItem(NewsId.of(entry.getID(), part), isOfTicks, said.get(part)));
            }
            return items;
        } catch (UnreadableEntryException
                | IllegalArgumentException unreadable) { // a word or an amount that there is not
            LOG.debug("nothing is published of what can't be read: {}", unreadable.getMessage());
            return List.of();
        }
    }

    /** The news of an entry of {@code outbox:trades}, in the order of their parts. */
    public static List<News> ofTrade(TradesEntry entry) {
        List<News> said = new ArrayList<>(MOST_PARTS);
        OrderNews.of(entry).ifPresent(said::add);
        if (entry instanceof TradesEntry.PositionOpened opened) {
            said.add(new News.PositionChanged(opened.position(), false));
        } else if (entry instanceof TradesEntry.LevelsAmended amended) {
            said.add(new News.PositionChanged(amended.position(), false));
        } else if (entry instanceof TradesEntry.PositionSplit split) {
            said.add(new News.PositionChanged(split.position(), true));
        } else if (entry instanceof TradesEntry.PositionClosed closed) {
            said.add(new News.PositionChanged(closed.position(), false));
        }
        Booking.WalletState wallet = entry.booking().wallet();
        if (wallet != null) {
            said.add(new News.WalletChanged(wallet.user(), wallet.cash(), wallet.held(), instant(entry)));
        }
        // Last: what nodes of earlier versions tell of an entry keeps its ids.
        PositionRequestNews.of(entry).ifPresent(said::add);
        return said;
    }

    private static List<News> ofTick(TicksEntry entry) {
        if (entry instanceof TicksEntry.PriceTicked tick) {
            return List.of(new News.Priced(tick.instrument(), tick.seq(), tick.price(), instant(tick)));
        }
        if (entry instanceof TicksEntry.EventRecorded event) {
            return List.of(new News.Happened(
                    event.fixture(), event.parsed(), event.effect().applied(), instant(event)));
        }
        if (entry instanceof TicksEntry.SettlementFroze frozen) {
            return List.of(new News.Frozen(frozen.instrument(), true, frozen.fixture(), frozen.why(), instant(frozen)));
        }
        if (entry instanceof TicksEntry.SettlementThawed thawed) {
            FixtureId fixture = thawed.fixture();
            News frozen = new News.Frozen(thawed.instrument(), false, fixture, null, instant(thawed));
            return fixture == null
                    ? List.of(frozen)
                    : List.of(frozen, new News.Settled(thawed.instrument(), fixture, instant(thawed)));
        }
        if (entry instanceof TicksEntry.TradingChanged trading) {
            News frozen = new News.Frozen(
                    trading.instrument(), trading.frozen(), trading.fixture(), trading.why(), instant(trading));
            String halt = trading.halt();
            return halt == null
                    ? List.of(frozen)
                    : List.of(frozen, new News.Halted(trading.instrument(), mode(halt), instant(trading)));
        }
        return List.of();
    }

    private static @Nullable HaltMode mode(String halt) {
        return halt.equals("NONE") ? null : HaltMode.valueOf(halt);
    }

    private static Instant instant(OutboxEntry entry) {
        return Instant.ofEpochMilli(entry.at());
    }
}
