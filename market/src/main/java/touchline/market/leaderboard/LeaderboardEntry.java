package touchline.market.leaderboard;

import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/**
 * A user's rank in a week.
 *
 * @param place counts on, from 1; among equals by id
 * @param rank 1 for the best; ties share a rank, and the ranks after them are skipped
 * @param realised what the week brought, below zero where it took
 */
public record LeaderboardEntry(long place, long rank, UserId user, String name, Money realised) {}
