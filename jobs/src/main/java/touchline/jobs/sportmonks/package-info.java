/**
 * The jobs of the feed: the poll of live matches, the import of squads, and settlements. The work is done by {@link touchline.feed.LivePoll}, {@link
 * touchline.feed.SquadSync} and the market's services.
 */
@NullMarked
package touchline.jobs.sportmonks;

import org.jspecify.annotations.NullMarked;
