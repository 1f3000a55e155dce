package dev.sidestep.exchange;

import dev.sidestep.core.Model;
import dev.sidestep.core.Needs;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Ranking;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.wire.openai.ChatAnswer;
import dev.sidestep.wire.openai.ChatCall;
import dev.sidestep.wire.openai.EmbeddingCall;
import dev.sidestep.wire.openai.Fitting;
import java.util.ArrayList;
import java.util.List;

/// What the application asked for, ready to be sent to any target.
public sealed interface Call {
    /// The names it asked for, the preferred one first.
    String wanted();

    /// What it needs of a model.
    Needs needs();

    /// Whether its answer is to be streamed.
    boolean streaming();

    /// The path below a provider's base URL.
    String path();

    /// Its way through the targets, in the operator's order of them.
    Course course(Targets targets, Ranking ranking, long nowNanos);

    /// The call in the words of one target.
    Fitting fit(String providerType, Model model);

    /// What the body of an answer with status 200 is.
    ChatAnswer readAnswer(byte[] body);

    /// The knobs of this call, given the configured ones.
    default FailoverPolicy policy(FailoverPolicy configured) {
        return terms().knobs().apply(configured);
    }

    /// What it brings beside its body.
    Terms terms();

    /// A chat completion.
    record Chat(ChatCall request, Terms terms) implements Call {
        @Override
        public String wanted() {
            return request.model();
        }

        @Override
        public Needs needs() {
            return request.needs();
        }

        @Override
        public boolean streaming() {
            return request.stream();
        }

        @Override
        public String path() {
            return "/chat/completions";
        }

        @Override
        public Course course(Targets targets, Ranking ranking, long nowNanos) {
            List<String> order = new ArrayList<>(request.models());
            order.addAll(request.fallbacks());
            return targets.course(wanted(), order, ranking, nowNanos);
        }

        @Override
        public Fitting fit(String providerType, Model model) {
            return Fitting.of(request, providerType, model);
        }

        @Override
        public ChatAnswer readAnswer(byte[] body) {
            return ChatAnswer.chat(body);
        }
    }

    /// Vectors for texts. It changes the account, never the model.
    record Embeddings(EmbeddingCall request, Terms terms) implements Call {
        @Override
        public String wanted() {
            return request.model();
        }

        @Override
        public Needs needs() {
            return request.needs();
        }

        @Override
        public boolean streaming() {
            return false;
        }

        @Override
        public String path() {
            return "/embeddings";
        }

        @Override
        public Course course(Targets targets, Ranking ranking, long nowNanos) {
            return targets.courseOfOneModel(wanted());
        }

        @Override
        public Fitting fit(String providerType, Model model) {
            return Fitting.of(request, model);
        }

        @Override
        public ChatAnswer readAnswer(byte[] body) {
            return ChatAnswer.embeddings(body);
        }
    }
}
