/** The code for a call, in four languages: it runs as it stands, and holds no key. */
import { html, copyButton, panel } from '../../ui.js';

const json = (value, indent) => JSON.stringify(value, null, indent);
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

const curl = (base, body) => `curl -N ${base}/chat/completions \\
  -H "Authorization: Bearer $SIDESTEP_KEY" \\
  -H 'Content-Type: application/json' \\
  -d ${shell(json(body, 2))}`;

/** A list of messages reads the same in JSON and in Python, since it holds nothing but texts. */
const python = (base, { model, messages, temperature, max_completion_tokens: most }) => `# pip install openai
import os
from openai import OpenAI

client = OpenAI(base_url=${json(base)}, api_key=os.environ.get("SIDESTEP_KEY", "none"))
stream = client.chat.completions.create(
    model=${json(model)},
    messages=${json(messages, 4).replaceAll('\n', '\n    ')},${
    temperature === undefined ? '' : `\n    temperature=${temperature},`}${most === undefined ? '' : `\n    max_completion_tokens=${most},`}
    stream=True,
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)`;

const ADD = { system: 'addSystemMessage', user: 'addUserMessage', assistant: 'addAssistantMessage' };
const decimal = (number) => (Number.isInteger(number) ? `${number}.0` : String(number));

const java = (base, { model, messages, temperature, max_completion_tokens: most }) => `// com.openai:openai-java
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

void main() {
    var client = OpenAIOkHttpClient.builder()
            .baseUrl(${json(base)})
            .apiKey(System.getenv().getOrDefault("SIDESTEP_KEY", "none"))
            .build();
    var call = ChatCompletionCreateParams.builder()
            .model(${json(model)})
${messages.map(({ role, content }) => `            .${ADD[role]}(${json(content)})`).join('\n')}${
    temperature === undefined ? '' : `\n            .temperature(${decimal(temperature)})`}${
    most === undefined ? '' : `\n            .maxCompletionTokens(${most})`}
            .build();
    try (var answer = client.chat().completions().createStreaming(call)) {
        answer.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .forEach(IO::print);
    }
}`;

const javascript = (base, body) => `// npm install openai
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: ${json(base)}, apiKey: process.env.SIDESTEP_KEY ?? 'none' });
const stream = await client.chat.completions.create(${json(body, 4)});
for await (const chunk of stream) {
    process.stdout.write(chunk.choices[0]?.delta?.content ?? '');
}`;

/** Every language with its name and what writes it. */
const LANGUAGES = [['curl', curl], ['Python', python], ['Java', java], ['JavaScript', javascript]];

/** The panel with the code of a call, in the language that was chosen; `draw` is asked for when that is another one. */
export class Code {
    #draw;
    #language = 0;

    constructor(draw) {
        this.#draw = draw;
    }

    view(body) {
        const [, write] = LANGUAGES[this.#language];
        const text = write(`${location.origin}/v1`, body);
        return panel('The same from your code', html`<div class="panel-body stack"><div class="segmented" role="tablist" aria-label="Language"
            @keydown=${(event) => this.#key(event)}>${LANGUAGES.map(([name], index) => this.#tab(name, index))}</div>
            <div class="code" role="tabpanel" id="code" aria-labelledby="language-${this.#language}"><pre tabindex="0">${text}</pre>${copyButton(() => text)}</div>
            <p class="faint small">The key comes from <code>SIDESTEP_KEY</code> in the environment: one of <code>gateway.api-keys</code>, where there are any.</p></div>`);
    }

    #tab(name, index) {
        const isChosen = index === this.#language;
        const choose = () => {
            this.#language = index;
            this.#draw();
        };
        return html`<button type="button" role="tab" id="language-${index}" aria-controls="code" aria-selected=${String(isChosen)}
            tabindex=${isChosen ? 0 : -1} @click=${choose} @focus=${choose}>${name}</button>`;
    }

    #key(event) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) {
            event.preventDefault();
            const tabs = [...event.currentTarget.querySelectorAll('[role="tab"]')];
            tabs[(this.#language + step + tabs.length) % tabs.length].focus();
        }
    }
}
