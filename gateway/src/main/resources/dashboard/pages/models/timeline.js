/** The next 24 hours: which target comes back when. */
import { exact, many } from '../../format.js';
import { html, nothing, panel, repeat, sign, styled, tone } from '../../ui.js';
import { endsAt, resetsAt } from './plan.js';
import { limit } from './words.js';
import { at, countdown } from './target.js';

const HOUR = 3_600_000;
const ALL = 24 * HOUR;
const SOON = 120_000;
const FEW = 6;
const MOST = 60;
const MARKS = [[1, '1 h', 'fine'], [3, '3 h', ''], [6, '6 h', 'fine'], [12, '12 h', ''], [24, '24 h', '']];

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** Where a moment stands on the axis, in percent: the near gets more room than the far. */
const place = (milliseconds) => 100 * Math.sqrt(Math.min(1, Math.max(0, milliseconds / ALL)));

/** What comes back, the first on top; targets of one account that come back together are one row. */
function comebacks(targets, now) {
    const groups = new Map();
    targets.forEach((target) => {
        const ends = endsAt(target);
        if (ends <= now) {
            return;
        }
        const key = `${target.account} ${target.state} ${Math.round(ends / 1_000)}`;
        if (!groups.has(key)) {
            groups.set(key, { key, ends, state: target.state, account: target.account, targets: [] });
        }
        groups.get(key).targets.push(target);
    });
    return [...groups.values()].sort((left, right) => left.ends - right.ends || (left.key < right.key ? -1 : 1));
}

/** The panel of the time line. */
export function timeline(targets, { all, now = Date.now() }, on) {
    const rows = comebacks(targets, now);
    const shown = rows.slice(0, all ? MOST : FEW);
    return panel('The next 24 hours', rows.length === 0
        ? html`<p class="timeline-none"><span class="tone-good timeline-sign" aria-hidden="true">${sign('ready')}</span> Nothing is waited for. What meets a limit stands here until it is back.</p>`
        : html`<div class="timeline">${axis(now)}<ol class="timeline-rows">${repeat(shown, ({ key }) => key, (row) => line(row, now, on))}</ol>
            ${rows.length > FEW ? html`<div class="timeline-more"><button type="button" class="button quiet" aria-expanded=${all ? 'true' : 'false'} @click=${on.all}>${
                all ? 'Show the first only' : `Show all ${rows.length}`}</button>${
                all && rows.length > MOST ? html`<span class="faint small">and ${rows.length - MOST} that come back later: see the list below</span>` : nothing}</div>` : nothing}</div>`,
    { actions: rows.length === 0 ? nothing : html`<p class="soft small">first back in ${countdown(rows[0].ends)}</p>` });
}

function axis(now) {
    return html`<div class="timeline-axis" aria-hidden="true"><span class="timeline-mark now" ${styled({ left: '0%' })}><b>now</b><span>${clock.format(now)}</span></span>${
        MARKS.map(([hours, name, size]) => html`<span class="timeline-mark ${size} ${hours === 24 ? 'last' : ''}" ${styled({ left: `${place(hours * HOUR)}%` })}><b>${name}</b><span>${
            clock.format(now + hours * HOUR)}</span></span>`)}</div>`;
}

function line({ ends, state, account, targets }, now, on) {
    const [first] = targets;
    const name = targets.length === 1 ? first.model : many(targets.length, 'model');
    const far = ends - now > ALL;
    return html`<li class="timeline-row tone-${tone(state)}"><button type="button" class="timeline-name" title=${targets.map((each) => each.target).slice(0, 20).join('\n')}
            @click=${() => on.show(first)}><span aria-hidden="true">${sign(state)}</span><span class="cut"><span class="faint">${account}/</span>${name}</span></button>
        <span class="timeline-track" aria-hidden="true"><span class="timeline-bar ${far ? 'far' : ''}" ${styled({ width: `${place(ends - now)}%` })}
            title=${`${state.replaceAll('-', ' ')} until ${exact(new Date(ends).toISOString())}`}></span>${
            ticks(targets, now).map(({ when, words }) => html`<i class="timeline-tick" title=${words} ${styled({ left: `min(${place(when - now)}%, 100% - 2px)` })}></i>`)}</span>
        <span class="timeline-end"><span class="unseen">${state.replaceAll('-', ' ')}, back </span><span class="timeline-in">in ${countdown(ends)}</span> <span class="faint">${at(ends)}</span>${
            ticks(targets, now).map(({ words }) => html`<span class="unseen">. ${words}</span>`)}</span></li>`;
}

/** When quotas are full again, but for those that are so soon: at most a few per row, and none for those that share a moment. */
function ticks(targets, now) {
    const found = new Map();
    targets.slice(0, 20).forEach((target) => target.quotas.filter((quota) => quota.remaining < quota.limit).forEach((quota) => {
        const when = resetsAt(target, quota);
        if (when - now > SOON && when - now <= ALL) {
            const key = Math.round(place(when - now));
            found.set(key, { when, words: `${limit(quota)} full again ${exact(new Date(when).toISOString())}` });
        }
    }));
    return [...found.values()].sort((left, right) => left.when - right.when).slice(0, 6);
}
