// Draws the page again, once a frame however often it is asked.

let paint = () => {};
let asked = false;

/** What draws. */
export function drawWith(painter) {
    paint = painter;
}

/** Asks for a drawing. */
export function draw() {
    if (!asked) {
        asked = true;
        requestAnimationFrame(() => {
            asked = false;
            paint();
        });
    }
}
