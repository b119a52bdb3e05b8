/**
 * Following the feed: the poll that makes the market follow every match in play, the squads that make players instruments, and the settlement
 * that full time asks for. The jobs here are short; what they do is in {@link touchline.feed.LivePoll},
 * {@link touchline.feed.SquadSync} and the market's services.
 */
@NullMarked
package touchline.jobs.sportmonks;

import org.jspecify.annotations.NullMarked;
