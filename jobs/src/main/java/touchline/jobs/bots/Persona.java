package touchline.jobs.bots;

import touchline.market.wallet.UserId;

/**
 * A synthetic trader.
 *
 * @param seed determines its actions
 */
record Persona(UserId user, String name, Strategy strategy, long seed) {}
