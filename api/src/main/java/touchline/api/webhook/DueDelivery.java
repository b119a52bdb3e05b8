package touchline.api.webhook;

import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;

/**
 * A delivery that this node has claimed, and all that is needed to send it.
 *
 * @param eventId the event's id, the same for each attempt
 * @param entry the outbox entry from which the body is made
 * @param attempt counted from 1 since it was queued
 */
record DueDelivery(
        long id, long webhook, String eventId, int part, WebhookEventKind kind, String entry, int attempt, Target to) {

    /** Where it is sent, and the sealed secret of the user that signs it. */
    record Target(String url, UserId user, String sealedSecret) {
        /** Without the secret, and the address, which may be confidential. */
        @Override
        public String toString() {
            return "Target[]";
        }
    }
}
