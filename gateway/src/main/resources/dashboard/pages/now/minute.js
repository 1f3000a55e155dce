/** What happened of late, summed up from ticks. */
import { svg } from '../../ui.js';

const WINDOW = 60_000;
const MOST_POINTS = 240;
const NAMES = ['began', 'answered', 'failed', 'cancelled', 'broken', 'sidestepped', 'waited', 'attempts', 'rate_limited'];

/** The last minute of ticks, and one point per minute's sum for each time since the page was opened. */
export class Minute {
    #ticks = [];
    #openedAt = Date.now();
    #points = [];
    #step = 2_000;
    #lastPoint = 0;

    /** Adds a tick. */
    add(tick, now = Date.now()) {
        this.#ticks.push({ now, counts: tick.since_last });
        while (now - this.#ticks[0].now > WINDOW) {
            this.#ticks.shift();
        }
        if (now - this.#lastPoint >= this.#step) {
            this.#lastPoint = now;
            this.#points.push({ ...this.sums(), seconds: this.seconds(now) });
            this.#thin();
        }
    }

    /** Half as many points that are twice as far apart, once there are too many. */
    #thin() {
        if (this.#points.length > MOST_POINTS) {
            this.#points = this.#points.filter((_, i) => i % 2 === 1);
            this.#step *= 2;
        }
    }

    /** How many seconds the sums are of. */
    seconds(now = Date.now()) {
        return Math.max(1, Math.min(WINDOW, now - this.#openedAt) / 1_000);
    }

    /** Everything that happened within the window. */
    sums() {
        const sums = Object.fromEntries(NAMES.map((name) => [name, 0]));
        this.#ticks.forEach(({ counts }) => NAMES.forEach((name) => { sums[name] += counts[name] ?? 0; }));
        sums.ended = sums.answered + sums.failed + sums.cancelled + sums.broken;
        return sums;
    }

    /** One number per point, since the page was opened. */
    series(of) {
        return this.#points.map(of);
    }
}

/** A line of numbers without axes: the shape alone. */
export function sparkline(values, most = Math.max(...values, 1)) {
    const at = (value, i) => `${(100 * i / Math.max(1, values.length - 1)).toFixed(2)},${(29 - 27 * Math.min(1, value / most)).toFixed(2)}`;
    const points = values.length > 1 ? values.map(at).join(' ') : '';
    return svg`<svg class="sparkline" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"><polygon points=${
        points ? `0,30 ${points} 100,30` : ''}></polygon><polyline points=${points}></polyline></svg>`;
}
