/**
 * The weekly draw: who of those tied at the top of a week wins it. Weeks ahead a secret seed is made and its hash published; when the week is over and the book
 * has all of it, the winner follows from the week, the seed and the candidates, and all three are published. So anyone can check that no one chose
 * the winner: docs/spinner.md says how. One row a week, however often it is drawn.
 */
@NullMarked
package touchline.market.spinner;

import org.jspecify.annotations.NullMarked;
