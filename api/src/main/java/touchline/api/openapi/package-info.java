/**
 * The OpenAPI document, made from what is registered: routes, roles and parameters as Jersey has them, schemas from the records that are answered. What can't
 * be read there (bodies and queries that are read by hand, what a {@code Response} carries) is declared beside the method by the annotations of this package,
 * and a test holds them to what the server does.
 */
@NullMarked
package touchline.api.openapi;

import org.jspecify.annotations.NullMarked;
