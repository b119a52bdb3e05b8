package touchline.api.ops.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.settlement.SettlementDecision;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementPreviews;

/**
 * The result of settling a fixture now.
 *
 * @param allowed whether it may be settled as things are
 * @param forceable whether an admin may request it as a correction, where it is not allowed
 * @param objection why it is not allowed; null where it is
 * @param words all of it in one sentence
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("SettlementPreview")
record PreviewView(
        String fixtureId,
        String name,
        String state,
        SettlementKind kind,
        boolean allowed,
        boolean forceable,
        @Nullable String objection,
        PartView longs,
        PartView shorts,
        PartView holdings,
        long waitingRequests,
        String words) {

    /**
     * Positions or holdings.
     *
     * @param invested margins, or what the shares cost, in coins
     * @param paid what their owners would be paid, in coins
     */
    @SchemaName("SettlementPreviewPart")
    record PartView(long count, long shares, String invested, String paid) {
        private static PartView of(SettlementPreviews.Part part) {
            return new PartView(
                    part.count(),
                    part.shares(),
                    part.invested().toString(),
                    part.paid().toString());
        }
    }

    static PreviewView of(SettlementPreviews.Preview preview) {
        SettlementDecision decision = preview.decision();
        return new PreviewView(
                preview.fixture().id().toString(),
                preview.fixture().name(),
                preview.fixture().state(),
                preview.kind(),
                decision instanceof SettlementDecision.Allowed,
                decision instanceof SettlementDecision.Guarded,
                objection(decision),
                PartView.of(preview.longs()),
                PartView.of(preview.shorts()),
                PartView.of(preview.holdings()),
                preview.waiting(),
                preview.words() + ".");
    }

    private static @Nullable String objection(SettlementDecision decision) {
        if (decision instanceof SettlementDecision.Guarded guarded) {
            return guarded.why();
        }
        return decision instanceof SettlementDecision.Refused refused ? refused.why() : null;
    }
}
