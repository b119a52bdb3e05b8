package touchline.jobs.bots;

import touchline.market.wallet.UserId;

/**
 * A synthetic trader.
 *
 * @param seed what it does in a tick follows from it
 */
public record Persona(UserId user, String name, Strategy strategy, long seed) {}
