@org.jspecify.annotations.NullMarked
package touchline.stores.child;
