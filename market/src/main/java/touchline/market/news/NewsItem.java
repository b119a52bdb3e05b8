package touchline.market.news;

/**
 * A piece of news and its id.
 *
 * @param isOfTicks in which of the two streams
 */
public record NewsItem(NewsId id, boolean isOfTicks, News news) {}
