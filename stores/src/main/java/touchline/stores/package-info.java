/**
 * A real Postgres and a real Redis without any set-up, unpacked from Maven artifacts and run on free ports.
 *
 * <p>{@link touchline.stores.Stores} keeps both in one directory. Acknowledged writes survive if the process that started the
 * servers ends or is killed, or if the servers are. A later start on the same directory first ends the earlier servers, so
 * that two servers never write to the same files, and continues with their data. {@link touchline.stores.junit} adds
 * support for tests: one pair of servers for each JVM and a fresh database for each test.
 */
@NullMarked
package touchline.stores;

import org.jspecify.annotations.NullMarked;
