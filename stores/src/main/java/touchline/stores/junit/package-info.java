/**
 * Real stores for tests. {@link touchline.stores.junit.StoresExtension} provides a {@link touchline.stores.junit.TestStores}: a
 * migrated database and an empty Redis. The servers start once for each JVM: containers if Docker is available, otherwise the
 * ones from Maven artifacts, or those that {@code DATABASE_URL} and {@code REDIS_URL} name (that Redis is emptied before every
 * test!). jqwik doesn't run Jupiter's extensions; its tests call {@link touchline.stores.junit.TestStores#open()} in a
 * {@code @BeforeContainer} or {@code @BeforeTry} and close the result.
 */
@NullMarked
package touchline.stores.junit;

import org.jspecify.annotations.NullMarked;
