/** The panel that troubles simulated providers, and shows what is on. Real ones are troubled enough. */
import { html, nothing, icon, notice, panel } from '../../ui.js';
import * as api from '../../api.js';
import * as format from '../../format.js';

const PATH = '/api/v1/simulation';
const TIMES = [[30, '30 seconds'], [300, '5 minutes'], [3_600, '1 hour']];
const DELAYS = [[1_000, '1 second'], [3_000, '3 seconds'], [10_000, '10 seconds']];
const BREAKS = {
    unavailable: 'is unreachable', overloaded: 'is overloaded', refused: 'refuses the key',
    garbage: 'sends a web page', cut: 'breaks off mid-answer',
};

const options = (pairs) => pairs.map(([value, text]) => html`<option value=${value}>${text}</option>`);

/** The panel's state and its view; `draw` is asked for whenever something changed. */
export class Simulation {
    #draw;
    #remembered;
    #providers = null;
    #breaks = [];
    #isBusy = false;

    /** @param remembered a function that tells how many cooldowns the gateway remembers */
    constructor(draw, remembered) {
        this.#draw = draw;
        this.#remembered = remembered;
    }

    /** Asks what is on now. Where nothing is simulated there is no panel. */
    async look() {
        await this.#take(api.get(PATH), ({ code }) => code !== 'no_simulation');
    }

    async #take(request, isTrouble = () => true) {
        try {
            const { providers, breaks } = await request;
            this.#providers = providers;
            this.#breaks = breaks;
        } catch (failure) {
            if (isTrouble(failure)) {
                notice(failure.message, 'bad');
            }
        }
        this.#draw();
    }

    get isOn() {
        return this.#on().length > 0;
    }

    async #change(request) {
        this.#isBusy = true;
        await this.#take(request);
        this.#isBusy = false;
        this.#draw();
    }

    #submit(event, change) {
        event.preventDefault();
        this.#change(api.post(PATH, change(event.target.elements)));
    }

    async #forget() {
        try {
            const { cleared } = await api.remove('/api/v1/rate-limit-status');
            notice(`Forgot ${format.many(cleared, 'cooldown')}`);
        } catch (failure) {
            notice(failure.message, 'bad');
        }
    }

    #on() {
        return (this.#providers ?? []).flatMap(({ provider, exhausted, broken, slow_ms: slow }) => [
            ...exhausted.map(({ model, seconds }) => [provider, `${model === '*' ? 'every model' : model} is exhausted`, `for ${format.countdown(seconds)}`]),
            ...(broken ? [[provider, BREAKS[broken] ?? broken, '']] : []),
            ...(slow ? [[provider, `answers ${format.span(slow)} later`, '']] : []),
        ]);
    }

    view() {
        if (!this.#providers) {
            return nothing;
        }
        return panel('Trouble to try', html`<div class="panel-body stack">
            <p class="soft small">These providers are simulated. Trouble them, send a message, and watch what Sidestep makes of it.</p>
            ${this.#exhaust()}${this.#break()}${this.#slow()}${this.#list()}</div>`);
    }

    #names() {
        return this.#providers.map(({ provider }) => [provider, provider]);
    }

    #exhaust() {
        const change = ({ model, time }) => {
            const [provider, ...rest] = model.value.split('/');
            return { exhaust: { provider, model: rest.join('/'), seconds: Number(time.value) } };
        };
        return html`<form class="trouble-form" @submit=${(event) => this.#submit(event, change)}><select class="input" name="model" aria-label="Model to exhaust">${
            this.#providers.map(({ provider, models }) => html`<optgroup label=${provider}>${
                options(models.map((model) => [`${provider}/${model}`, model]))}</optgroup>`)}</select>
            <select class="input" name="time" aria-label="For how long">${options(TIMES)}</select>
            <button class="button" ?disabled=${this.#isBusy}>Exhaust</button></form>`;
    }

    #break() {
        const change = ({ provider, how }) => ({ break: { provider: provider.value, how: how.value } });
        return html`<form class="trouble-form" @submit=${(event) => this.#submit(event, change)}><select class="input" name="provider" aria-label="Provider to break">${
            options(this.#names())}</select>
            <select class="input" name="how" aria-label="How it breaks">${options(this.#breaks.map((how) => [how, BREAKS[how] ?? how]))}</select>
            <button class="button" ?disabled=${this.#isBusy}>Break</button></form>`;
    }

    #slow() {
        const change = ({ provider, ms }) => ({ slow: { provider: provider.value, ms: Number(ms.value) } });
        return html`<form class="trouble-form" @submit=${(event) => this.#submit(event, change)}><select class="input" name="provider" aria-label="Provider to slow down">${
            options(this.#names())}</select>
            <select class="input" name="ms" aria-label="By how much">${options(DELAYS.map(([value, text]) => [value, `${text} later`]))}</select>
            <button class="button" ?disabled=${this.#isBusy}>Slow down</button></form>`;
    }

    #list() {
        const on = this.#on();
        const remembered = this.#remembered();
        const restore = (provider) => this.#change(api.post(PATH, { restore: { provider } }));
        return html`<div class="trouble-on"><h3>On now</h3>${on.length === 0
            ? html`<p class="faint small">Nothing: every provider does its best.</p>`
            : html`<ul aria-live="polite">${on.map(([provider, what, how]) => html`<li><span class="grow"><strong>${provider}</strong> ${what}
                <span class="faint number" aria-live="off">${how}</span></span><button class="button quiet" type="button" ?disabled=${this.#isBusy}
                aria-label="Put back ${provider}" @click=${() => restore(provider)}>Put back</button></li>`)}</ul>
                <button class="button" type="button" ?disabled=${this.#isBusy} @click=${() => this.#change(api.remove(PATH))}>Put everything back</button>`}
            ${remembered > 0 ? html`<p class="soft small">${icon('clock')} Sidestep remembers ${format.count(remembered)} ${
                remembered === 1 ? 'cooldown, and goes round it until it is over' : 'cooldowns, and goes round them until they are over'}.
                <button class="button quiet" type="button" @click=${() => this.#forget()}>Forget</button></p>` : nothing}</div>`;
    }
}
