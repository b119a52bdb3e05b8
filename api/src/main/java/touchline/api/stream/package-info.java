/**
 * The market's events, sent to clients as they happen. A node reads the outbox streams once and keeps the latest events in a ring. Each connection
 * reads the ring at its own pace: a slow one costs nothing, and one that reconnects to any node resumes after the last id that it received.
 */
@NullMarked
package touchline.api.stream;

import org.jspecify.annotations.NullMarked;
