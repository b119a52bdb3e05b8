/** Temporary directories of tests in memory. */
@org.jspecify.annotations.NullMarked
package touchline.stores.memory;
