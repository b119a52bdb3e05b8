/** The processes that tests start. */
@org.jspecify.annotations.NullMarked
package touchline.stores.child;
