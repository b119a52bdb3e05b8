/**
 * A real Postgres and a real Redis without any set-up, unpacked from Maven artifacts and run on free ports.
 *
 * <p>{@link touchline.stores.Stores} keeps both in one directory. What a client was told is written stays written, whether
 * the process that started the servers ends, is killed, or the servers are: a later start on the same directory first ends
 * what is left of the earlier ones, so that never two servers write to the same files, and goes on with their data.
 * {@link touchline.stores.junit} builds on it what tests need: one pair of servers a JVM and a fresh database a test.
 */
@NullMarked
package touchline.stores;

import org.jspecify.annotations.NullMarked;
