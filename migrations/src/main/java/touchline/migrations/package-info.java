@NullMarked
package touchline.migrations;

import org.jspecify.annotations.NullMarked;
