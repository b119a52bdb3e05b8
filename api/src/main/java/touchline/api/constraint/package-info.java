/** Bean Validation constraints of request bodies. The body reader checks them, and the OpenAPI document takes its bounds from them. */
@NullMarked
package touchline.api.constraint;

import org.jspecify.annotations.NullMarked;
