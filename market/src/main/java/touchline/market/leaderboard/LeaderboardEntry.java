package touchline.market.leaderboard;

import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/**
 * How a user stands in a week.
 *
 * @param place counts on, from 1; among equals by id
 * @param rank 1 for the best; equals share one, and the next one's is as if each had had his own
 * @param realised what the week brought, below zero where it took
 */
public record LeaderboardEntry(long place, long rank, UserId user, String name, Money realised) {}
