/** A chart of stacked bars over time, on which a span is chosen by dragging. */
import { html } from '../../ui.js';

/** The patterns that tell series apart beside their colours, in this order. */
const PATTERNS = ['solid', 'rising', 'dots', 'level', 'falling', 'upright', 'crossed', 'sparse'];
const TILE = 8;
const NARROW = 640;

/** Words on the axes, in the size of the page's own letters. */
const TINY = 0.75;

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const lines = {
    rising: [[0, TILE, TILE, 0], [-1, 1, 1, -1], [TILE - 1, TILE + 1, TILE + 1, TILE - 1]],
    falling: [[0, 0, TILE, TILE], [-1, TILE - 1, 1, TILE + 1], [TILE - 1, -1, TILE + 1, 1]],
    level: [[0, TILE / 2, TILE, TILE / 2]],
    upright: [[TILE / 2, 0, TILE / 2, TILE]],
    crossed: [[0, TILE / 2, TILE, TILE / 2], [TILE / 2, 0, TILE / 2, TILE]],
};
const dots = { dots: [[2, 2], [6, 6]], sparse: [[4, 4]] };

function tile(pattern, colour, ground) {
    const canvas = Object.assign(document.createElement('canvas'), { width: TILE, height: TILE });
    const brush = canvas.getContext('2d');
    brush.fillStyle = colour;
    brush.fillRect(0, 0, TILE, TILE);
    brush.strokeStyle = ground;
    brush.fillStyle = ground;
    brush.globalAlpha = 0.6;
    brush.lineWidth = 1.5;
    (lines[pattern] ?? []).forEach(([x, y, right, bottom]) => {
        brush.beginPath();
        brush.moveTo(x, y);
        brush.lineTo(right, bottom);
        brush.stroke();
    });
    (dots[pattern] ?? []).forEach(([x, y]) => {
        brush.beginPath();
        brush.arc(x, y, 1.2, 0, 2 * Math.PI);
        brush.fill();
    });
    return canvas;
}

/** How the series of a place in the order is filled: by its colour and its pattern. */
function filling(index, isRest) {
    const place = isRest ? PATTERNS.length - 1 : index % PATTERNS.length;
    const colour = css(`--series-${place + 1}`);
    return { colour, tile: tile(PATTERNS[place], colour, css('--surface')) };
}

/** The order of the series with their totals: names what the bars are from bottom to top. */
export const legend = (series, measure) => html`<ul class="usage-legend" aria-label="What the bars are made of, from the bottom up">${series.map((each, index) => html`<li>
    <canvas class="swatch" width="28" height="28" aria-hidden="true" data-swatch=${index} data-rest=${each.isRest ? 'yes' : 'no'}></canvas><span class="cut" title=${each.name}>${each.name}</span>
    <span class="number soft">${measure.write(each.total)}</span></li>`)}</ul>`;

/** Paints the swatches of a legend as the bars are painted. */
export function paintLegend(root) {
    root.querySelectorAll('[data-swatch]').forEach((canvas) => {
        const brush = canvas.getContext('2d');
        brush.fillStyle = brush.createPattern(filling(Number(canvas.dataset.swatch), canvas.dataset.rest === 'yes').tile, 'repeat');
        brush.fillRect(0, 0, canvas.width, canvas.height);
    });
}

/** The chart on its canvas. Loads its library when it is first shown. */
export class Bars {
    #canvas;
    #choose;
    #chart = null;
    #shown = null;
    #dragged = null;
    #band;

    /**
     * @param canvas where to draw
     * @param band an element that is laid over what is chosen
     * @param choose told the first and the last bar that were chosen by dragging
     */
    constructor(canvas, band, choose) {
        this.#canvas = canvas;
        this.#band = band;
        this.#choose = choose;
        canvas.addEventListener('pointerdown', (event) => this.#press(event));
        canvas.addEventListener('pointermove', (event) => this.#drag(event));
        canvas.addEventListener('pointerup', (event) => this.#release(event));
        canvas.addEventListener('pointercancel', () => this.#forget());
    }

    /** Draws these series over these bars. */
    async show(shown) {
        this.#shown = shown;
        await import('../../chart/chart.js');
        if (this.#shown !== shown || !this.#canvas.isConnected) {
            return;
        }
        this.paint();
    }

    /** Draws what is shown again: in the colours of now. */
    paint() {
        if (!this.#shown || !globalThis.Chart) {
            return;
        }
        const { bars, series } = this.#shown;
        const data = { labels: bars.map((bar) => bar.label), datasets: series.map((each, index) => this.#dataset(each, index)) };
        if (this.#chart) {
            this.#chart.data = data;
            this.#chart.options = this.#options();
            this.#chart.update('none');
        } else {
            this.#chart = new globalThis.Chart(this.#canvas, { type: 'bar', data, options: this.#options() });
        }
    }

    close() {
        this.#shown = null;
        this.#chart?.destroy();
    }

    #dataset(each, index) {
        const { colour, tile: pattern } = filling(index, each.isRest);
        return {
            label: each.name, data: each.data, stack: 'all', borderColor: css('--surface'), borderWidth: { top: 1 }, hoverBorderColor: colour,
            backgroundColor: this.#canvas.getContext('2d').createPattern(pattern, 'repeat'), maxBarThickness: 56, barPercentage: 0.92, categoryPercentage: 0.92,
        };
    }

    #options() {
        const { bars, measure } = this.#shown;
        const words = { color: css('--faint'), font: { family: css('--font'), size: TINY * parseFloat(getComputedStyle(document.documentElement).fontSize) } };
        return {
            responsive: true, maintainAspectRatio: false, events: ['mousemove', 'mouseout', 'touchstart', 'touchmove'],
            // Figures that come in every few seconds would never be at rest.
            animation: false,
            interaction: { mode: 'index', intersect: false },
            scales: {
                x: { stacked: true, grid: { display: false }, border: { color: css('--line-strong') }, ticks: { ...words, maxRotation: 0, autoSkip: true, autoSkipPadding: 16 } },
                y: { stacked: true, beginAtZero: true, grid: { color: css('--line') }, border: { display: false },
                    ticks: { ...words, maxTicksLimit: innerWidth < NARROW ? 4 : 6, callback: (value) => measure.short(value) } },
            },
            plugins: { legend: { display: false }, tooltip: this.#tooltip(bars, measure) },
        };
    }

    #tooltip(bars, measure) {
        const font = { family: css('--font') };
        return {
            titleFont: font, bodyFont: font, footerFont: font,
            backgroundColor: css('--text'), titleColor: css('--back'), bodyColor: css('--back'), footerColor: css('--back'), padding: 10, cornerRadius: 6, boxPadding: 4,
            itemSort: (one, other) => other.datasetIndex - one.datasetIndex,
            filter: (item) => item.raw > 0,
            callbacks: {
                title: (items) => (items.length > 0 ? bars[items[0].dataIndex].title : ''),
                label: (item) => `${item.dataset.label}  ${measure.write(item.raw)}`,
                footer: (items) => (items.length > 1 ? `in all  ${measure.write(items.reduce((sum, item) => sum + item.raw, 0))}` : ''),
            },
        };
    }

    #barAt(event) {
        const within = event.clientX - this.#canvas.getBoundingClientRect().left;
        const index = this.#chart.scales.x.getValueForPixel(within);
        return Math.min(this.#shown.bars.length - 1, Math.max(0, index));
    }

    #press(event) {
        if (this.#chart && event.button === 0) {
            this.#dragged = { from: this.#barAt(event), to: this.#barAt(event), hasMoved: false, x: event.clientX };
            this.#canvas.setPointerCapture(event.pointerId);
        }
    }

    #drag(event) {
        if (this.#dragged) {
            this.#dragged.to = this.#barAt(event);
            this.#dragged.hasMoved ||= Math.abs(event.clientX - this.#dragged.x) > 5;
            this.#mark();
        }
    }

    #mark() {
        const { from, to, hasMoved } = this.#dragged;
        const { x, chartArea } = { x: this.#chart.scales.x, chartArea: this.#chart.chartArea };
        const half = x.width / this.#shown.bars.length / 2;
        const left = x.getPixelForValue(Math.min(from, to)) - half;
        const right = x.getPixelForValue(Math.max(from, to)) + half;
        this.#band.hidden = !hasMoved;
        Object.entries({ left, width: right - left, top: chartArea.top, height: chartArea.bottom - chartArea.top })
            .forEach(([name, value]) => this.#band.style.setProperty(name, `${value}px`));
    }

    #release() {
        const dragged = this.#dragged;
        this.#forget();
        if (dragged?.hasMoved) {
            const { bars } = this.#shown;
            this.#choose(bars[Math.min(dragged.from, dragged.to)], bars[Math.max(dragged.from, dragged.to)]);
        }
    }

    #forget() {
        this.#dragged = null;
        this.#band.hidden = true;
    }
}
