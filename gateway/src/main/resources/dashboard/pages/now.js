/** What happens right now: figures, what is wrong, and each call as it goes its way. */
import { html, nothing, render, empty, figure, firstCall, panel, perFrame, problem, sign, waiting } from '../ui.js';
import * as format from '../format.js';
import { Minute, sparkline } from './now/minute.js';
import { Strip, rows, walk } from './now/strip.js';

const ASK_EVERY = 5_000;
const FRAME = 80;

/** What ended just before the stream began is written within this time. */
const SETTLED = 1_000;
const TONES = { ok: ['good', 'ready'], notice: ['info', 'recovering'], warning: ['warn', 'overloaded'], critical: ['bad', 'broken'] };

/** The page while it is open. */
class NowPage {
    #today = null;
    #todayProblem = null;
    #fillProblem = null;
    #filled = false;
    #held = new Set();
    #end = new AbortController();
    #timers = [];
    #drawnAt = 0;

    constructor(root, { live, api }) {
        this.root = root;
        this.live = live;
        this.api = api;
        this.minute = new Minute();
        this.strip = new Strip(api);
        this.draw = perFrame(() => this.#draw());
        this.#begin();
    }

    #begin() {
        this.forget = this.live.on((name, data) => this.#heard(name, data));
        this.#timers.push(setInterval(() => this.#ask(), ASK_EVERY), setInterval(() => this.#animate(), FRAME), setInterval(this.draw, 1_000));
        addEventListener('keydown', (event) => this.#key(event), { signal: this.#end.signal });
        document.addEventListener('visibilitychange', () => this.#ask(), { signal: this.#end.signal });
        walk(this.root);
        this.#draw();
        this.#fill();
        this.#ask();
    }

    close() {
        this.forget();
        this.#end.abort();
        this.#timers.forEach(clearInterval);
        this.draw.stop();
    }

    #heard(name, data) {
        if (name === 'tick') {
            this.minute.add(data);
            this.strip.hear(data);
        }
        this.draw();
    }

    /** Bars of calls under way grow, and what has come is let in one by one. */
    #animate() {
        if (!document.hidden && this.strip.advance() && Date.now() - this.#drawnAt >= FRAME) {
            this.draw();
        }
    }

    async #fill() {
        try {
            await this.strip.fill(this.#end.signal);
            this.#timers.push(setTimeout(() => this.strip.refresh(this.#end.signal).catch(() => {}), SETTLED));
        } catch (failure) {
            this.#fillProblem = failure.name === 'AbortError' || failure.code === 'no_store' ? null : failure;
        }
        this.#filled = true;
        this.draw();
    }

    /** The day's sums come from the ledger, and from nowhere else. */
    async #ask() {
        if (document.hidden) {
            return;
        }
        try {
            const day = new Date().toLocaleDateString('sv');
            const usage = await this.api.get('/api/v1/usage', { from: day, zone: format.zone(), group_by: 'provider' }, { signal: this.#end.signal });
            this.#today = usage.total;
            this.#todayProblem = null;
            await this.strip.refresh(this.#end.signal);
        } catch (failure) {
            this.#todayProblem = failure.name === 'AbortError' ? this.#todayProblem : failure;
        }
        this.draw();
    }

    #key(event) {
        if (event.key === 'p' && !event.target.closest('input, textarea, select') && !event.ctrlKey && !event.metaKey && !event.altKey) {
            this.#hold('key', !this.#held.has('key'));
        }
    }

    /** Something wants the strip to stand still, or lets it go on. */
    #hold(what, isWanted) {
        this.#held[isWanted ? 'add' : 'delete'](what);
        this.strip.paused = this.#held.size > 0;
        this.draw();
    }

    #draw() {
        this.#drawnAt = Date.now();
        this.root.classList.toggle('unheard', this.live.status === 'stale');
        render(html`<header class="page-head"><h1>Now</h1><p>${this.#heardLast()}</p></header>
            ${this.#trouble()}${this.#lately()}${this.#day()}${this.#calls()}`, this.root);
    }

    #heardLast() {
        if (this.live.status !== 'stale' || !this.live.heardAt) {
            return 'The last minute, today, and each call as it goes its way';
        }
        return html`<span class="unheard-for">Last heard ${Math.round((Date.now() - this.live.heardAt) / 1_000)} s ago, reconnecting …</span>`;
    }

    #trouble() {
        const { severity, text, advice, page } = this.live.tick?.trouble ?? { severity: 'notice', text: 'Listening to the gateway …', advice: '', page: '' };
        const [shade, drawn] = TONES[severity] ?? TONES.notice;
        return html`<section class="trouble tone-${shade}" aria-label="What is wrong right now" aria-live="off"><span aria-hidden="true">${sign(drawn)}</span>
            <strong>${text}</strong><span class="soft">${advice}</span>${severity === 'ok' || !page ? nothing : html`<a href=${`#/${page}`}>Look at it</a>`}</section>`;
    }

    #lately() {
        const sums = this.minute.sums();
        const seconds = this.minute.seconds();
        const tick = this.live.tick;
        const perMinute = (point) => Math.round(point.began * 60 / point.seconds);
        const line = (of, most) => html`<span class="figure-line">${sparkline(this.minute.series(of), most)}</span>`;
        const waits = tick ? tick.waiting.interactive + tick.waiting.batch : 0;
        return html`<dl class="figures lately" aria-label=${`The last ${Math.round(seconds)} seconds`}>
            ${figure('Calls per minute', seconds < 3 ? '–' : format.count(perMinute({ ...sums, seconds })), { note: line(perMinute) })}
            ${figure('Answered', format.percent(sums.answered, sums.ended), { note: line((point) => (point.ended ? 100 * point.answered / point.ended : 0), 100) })}
            ${figure('Limits sidestepped', format.count(sums.sidestepped), { note: line((point) => point.sidestepped), title: 'Calls of the last minute that had something in their way, and went round it' })}
            ${figure('Waited for a limit', format.count(sums.waited), { note: line((point) => point.waited) })}
            ${figure('429s met', format.count(sums.rate_limited), { note: line((point) => point.rate_limited), title: 'Attempts of the last minute that met a limit' })}
            ${figure('Under way', format.count(tick?.in_flight), { note: html`<span>${waits > 0 ? `${format.count(waits)} waiting` : 'none waiting'}</span>` })}</dl>`;
    }

    #day() {
        if (this.#todayProblem && !this.#today) {
            return this.#todayProblem.code === 'no_store'
                ? html`<p class="small faint">Nothing is recorded here (<code>gateway.store</code> is <code>none</code>), so there are no figures of today.</p>`
                : problem(this.#todayProblem, () => this.#ask());
        }
        const day = this.#today;
        const of = (name, write = format.count) => (day ? write(day[name]) : '–');
        const most = day && (day.estimated || day.unknown_cost_usd) ? `up to ${format.dollars(day.cost_usd + day.unknown_cost_usd)}` : '';
        const tokens = day ? format.compact(day.input_tokens + day.output_tokens) : '–';
        return panel('Today', html`<dl class="figures inner">
            ${figure('Calls', of('calls', format.compact))}
            ${figure('Answered', day ? format.percent(day.answered, day.calls) : '–', { title: day ? `${format.count(day.answered)} of ${format.count(day.calls)}` : '' })}
            ${figure('Sidestepped', of('sidestepped', format.compact))}
            ${figure('Waited', of('waited', format.compact))}
            ${figure('429s met', of('rate_limited', format.compact))}
            ${figure('429s avoided', of('avoided', format.compact), { title: 'How often a target was passed over because it was known to be limited' })}
            ${figure('Tokens', tokens, { note: day ? `${format.compact(day.input_tokens)} in, ${format.compact(day.output_tokens)} out` : '' })}
            ${figure('Cost', of('cost_usd', format.dollars), { note: most })}</dl>`,
        { actions: html`<span class="small faint">${this.#todayProblem ? 'as of a moment ago: the ledger does not answer' : 'from the ledger'}</span> <a class="small" href="#/usage">Usage</a>` });
    }

    #calls() {
        const isEmpty = this.strip.rows().length === 0;
        const held = this.strip.paused;
        const button = html`<button class="button quiet" type="button" aria-pressed=${this.#held.has('key') ? 'true' : 'false'} title="Key: p"
            @click=${() => this.#hold('key', !this.#held.has('key'))}>${this.#held.has('key') ? 'Go on' : 'Pause'}</button>`;
        return panel('Calls', isEmpty ? this.#noCalls() : html`<div class="strip-frame" @mouseenter=${() => this.#hold('mouse', true)} @mouseleave=${() => this.#hold('mouse', false)}
            @focusin=${() => this.#hold('focus', true)} @focusout=${() => this.#hold('focus', false)}>${rows(this.strip)}</div>
            <p class="strip-foot small faint">${this.#more()}<a href="#/calls">all calls</a></p>`,
        { actions: html`<span class="small faint strip-held">${held ? `standing still${this.strip.waiting ? `, ${format.count(this.strip.waiting)} new` : ''}` : ''}</span>${LEGEND}${isEmpty ? nothing : button}` });
    }

    #more() {
        const more = this.strip.unshown();
        return more > 0 ? `${format.count(more)} more of the last minute are not shown; ` : 'The latest calls; ';
    }

    #noCalls() {
        if (!this.#filled) {
            return waiting(6);
        }
        if (this.#fillProblem) {
            return problem(this.#fillProblem, () => this.#fill());
        }
        return empty('No calls yet', html`Point any OpenAI SDK at <code>${location.origin}/v1</code>, or make the first call here. Each call then appears as a trail:
            one bar per attempt, with the limits it went round.`, firstCall());
    }
}

const LEGEND = html`<ul class="legend small soft" aria-label="What the bars mean">
    <li><i class="trail-attempt won tone-good" data-sign=${sign('succeeded')}></i> answered</li>
    <li><i class="trail-attempt failed tone-wait" data-sign=${sign('rate-limited')}></i> limited</li>
    <li><i class="trail-attempt failed tone-bad" data-sign=${sign('faulted')}></i> failed</li>
    <li><i class="trail-attempt open tone-info" data-sign=${sign('open')}></i> under way</li>
    <li><i class="trail-wait"></i> waited</li></ul>`;

export default { title: 'Now', open: (root, context) => new NowPage(root, context) };
