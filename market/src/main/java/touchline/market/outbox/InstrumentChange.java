package touchline.market.outbox;

import org.jspecify.annotations.Nullable;

/** What a batch changes of one instrument, folded to its last state; null leaves a column as it is. */
final class InstrumentChange {
    @Nullable
    Long base;

    @Nullable
    Long belowFloor;

    @Nullable
    Long price;

    @Nullable
    Long seq;

    @Nullable
    Long at;

    @Nullable
    Boolean frozen;

    @Nullable
    Long frozenFor;

    boolean fixtureChanged;

    @Nullable
    Long fixture;

    @Nullable
    Long matchBase;

    boolean listingChanged;

    @Nullable
    Long delistedAt;

    /** Off the list since then, or, null, on it. */
    void delistedAt(@Nullable Long since) {
        listingChanged = true;
        delistedAt = since;
    }

    void ticked(long newPrice, long newSeq, long newAt) {
        price = newPrice;
        seq = newSeq;
        at = newAt;
    }

    void based(long newBase, long owed) {
        base = newBase;
        belowFloor = owed;
    }

    void entered(long newFixture, long newMatchBase) {
        fixtureChanged = true;
        fixture = newFixture;
        matchBase = newMatchBase;
    }

    void frozenFor(long settling) {
        frozen = true;
        frozenFor = settling;
    }

    void thawed() {
        frozen = false;
        frozenFor = null;
        fixtureChanged = true;
        fixture = null;
        matchBase = null;
    }
}
