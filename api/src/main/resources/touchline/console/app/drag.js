// A finger or a mouse that drags a picture sideways, and two fingers that pinch it. Touch sends no click after a drag.

const LEAST = 12;
const PINCH = 1.25;

/** Calls `moved(pixels)` at the end of a drag, and `pinched(isApart, x)` at the end of a pinch around `x` of the window. */
export class Drag {
    constructor({ moved, pinched }) {
        this.moved = moved;
        this.pinched = pinched;
        this.points = new Map();
        this.isDrag = false;
    }

    down(event) {
        if (this.points.size === 0) {
            this.isDrag = false;
        }
        this.points.set(event.pointerId, { from: event.clientX, at: event.clientX });
        event.currentTarget.setPointerCapture(event.pointerId);
    }

    move(event) {
        const point = this.points.get(event.pointerId);
        if (point) {
            point.at = event.clientX;
        }
    }

    up(event) {
        this.move(event);
        const [one, other] = this.points.values();
        if (other) {
            this.points.clear();
            this.pinch(one, other);
        } else if (one) {
            this.points.clear();
            const by = one.at - one.from;
            if (!this.isDrag && Math.abs(by) >= LEAST) {
                this.isDrag = true;
                this.moved(by);
            }
        }
    }

    pinch(one, other) {
        const before = Math.max(1, Math.abs(one.from - other.from));
        const after = Math.max(1, Math.abs(one.at - other.at));
        this.isDrag = true;
        if (after > before * PINCH || after * PINCH < before) {
            this.pinched(after > before, (one.at + other.at) / 2);
        }
    }

    cancel() {
        this.points.clear();
    }
}
