/** Operators: names, roles and password hashes in a file. */
@NullMarked
package touchline.api.operator.account;

import org.jspecify.annotations.NullMarked;
