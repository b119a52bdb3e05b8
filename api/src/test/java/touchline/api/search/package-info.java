/** Tests of how names are found. */
@NullMarked
package touchline.api.search;

import org.jspecify.annotations.NullMarked;
