package touchline.api.webhook;

/** The state of a delivery. */
enum DeliveryState {
    PENDING,
    DELIVERED,
    GIVEN_UP
}
