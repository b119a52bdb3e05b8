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

    /** Where it is sent, and the secret that signs it, as it is stored for the user. */
    record Target(String url, UserId user, String storedSecret) {
        /** Without the secret, and the address, which may be confidential. */
        @Override
        public String toString() {
            return "Target[]";
        }
    }
}
