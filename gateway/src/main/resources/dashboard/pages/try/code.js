/** The code for a call, in four languages: it runs as it stands, and holds no key. */

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
export const LANGUAGES = [['curl', curl], ['Python', python], ['Java', java], ['JavaScript', javascript]];
