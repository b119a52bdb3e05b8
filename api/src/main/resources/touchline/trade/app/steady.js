// An order that holds for a few seconds, so that no row moves away under a finger.

const HOLDS = 5_000;

export class SteadyOrder {
    constructor() {
        this.places = new Map();
        this.key = '';
        this.at = 0;
    }

    /** Sorts by `compare` for another `key`, for a new item, and every few seconds; otherwise as before. */
    sort(list, compare, key) {
        if (key !== this.key || performance.now() - this.at > HOLDS || list.some(one => !this.places.has(one.id))) {
            this.places = new Map([...list].sort(compare).map((one, n) => [one.id, n]));
            this.key = key;
            this.at = performance.now();
        }
        return [...list].sort((a, b) => this.places.get(a.id) - this.places.get(b.id));
    }
}
