// Draws the trading page or the console, at most once a frame.

let paint = () => {};
let isWanted = false;

/** Sets the function that draws. */
export function drawWith(how) {
    paint = how;
}

/** Draws soon. A page that is hidden draws when it is shown. */
export function draw() {
    if (!isWanted) {
        isWanted = true;
        requestAnimationFrame(() => {
            isWanted = false;
            paint();
        });
    }
}
