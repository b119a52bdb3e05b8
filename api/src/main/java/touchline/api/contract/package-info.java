/**
 * Annotations by which a resource method declares its parameters, body and responses. Input checks and the OpenAPI document read them.
 */
@NullMarked
package touchline.api.contract;

import org.jspecify.annotations.NullMarked;
