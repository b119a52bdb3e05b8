/**
 * The OpenAPI document. Routes, roles and parameters come from Jersey, schemas from the records that are answered, and the rest from the annotations of
 * {@code touchline.api.contract}. A test compares it with what the server does.
 */
@NullMarked
package touchline.api.openapi;

import org.jspecify.annotations.NullMarked;
