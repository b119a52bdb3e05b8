/** Directories of tests: temporary ones in memory, and one that all share. */
@org.jspecify.annotations.NullMarked
package touchline.stores.memory;
