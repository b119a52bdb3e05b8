/**
 * Real stores for tests. {@link touchline.stores.junit.StoresExtension} hands a test a {@link touchline.stores.junit.TestStores}:
 * a freshly migrated database of its own and an empty Redis. The servers behind it start once a JVM: containers where Docker
 * is at hand, else the ones from Maven artifacts, or those that {@code DATABASE_URL} and {@code REDIS_URL} name (whose Redis is
 * emptied before every test!). jqwik doesn't run Jupiter's extensions; its tests call
 * {@link touchline.stores.junit.TestStores#open()} in a {@code @BeforeContainer} or {@code @BeforeTry} and close what they got.
 */
@NullMarked
package touchline.stores.junit;

import org.jspecify.annotations.NullMarked;
