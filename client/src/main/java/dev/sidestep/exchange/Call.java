package dev.sidestep.exchange;

import dev.sidestep.core.Needs;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Ranking;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.ClientFormat;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.UpstreamFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.openai.EmbeddingCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the application asked for, ready to be sent to any target.
public sealed interface Call {
    /// The names it asked for, the preferred one first.
    String wanted();

    /// What it needs of a model.
    Needs needs();

    /// Names in it that only the account knows which gave them out; none where any account may answer.
    default List<String> handles() {
        return List.of();
    }

    /// Whether its answer is to be streamed.
    boolean streaming();

    /// Its way through the targets, in the operator's order of them.
    Course course(Targets targets, Ranking ranking, long nowNanos);

    /// Its way to one target and back.
    ///
    /// @param spoken the wire formats of the target's endpoint, the usual one first
    /// @param createdSeconds now, in seconds since 1970
    /// @throws InvalidRequestException where it cannot be put into the target's words, since it is not sound
    Hop hop(List<WireFormat> spoken, Aim aim, long createdSeconds);

    /// The knobs of this call, given the configured ones.
    default FailoverPolicy policy(FailoverPolicy configured) {
        return terms().knobs().apply(configured);
    }

    /// What it brings beside its body.
    Terms terms();

    /// A chat completion, in whatever wire format the client speaks. Lives on its loop.
    final class Chat implements Call {
        private final ClientCall request;
        private final Terms terms;
        private @Nullable CanonicalRequest canonical;

        public Chat(ClientCall request, Terms terms) {
            this.request = request;
            this.terms = terms;
        }

        /// What the client asked for.
        public ClientCall request() {
            return request;
        }

        @Override
        public Terms terms() {
            return terms;
        }

        @Override
        public String wanted() {
            return request.model();
        }

        @Override
        public Needs needs() {
            return request.needs();
        }

        @Override
        public List<String> handles() {
            return request.handles();
        }

        @Override
        public boolean streaming() {
            return request.stream();
        }

        @Override
        public Course course(Targets targets, Ranking ranking, long nowNanos) {
            List<String> order = new ArrayList<>(request.models());
            order.addAll(request.fallbacks());
            return targets.course(wanted(), order, ranking, nowNanos);
        }

        @Override
        public Hop hop(List<WireFormat> spoken, Aim aim, long createdSeconds) {
            UpstreamFormat format = Formats.between(request, spoken, aim);
            if (format.wire() == request.wire()) {
                return new PassedHop(request, format, aim);
            }
            ClientFormat client = Formats.ofClients(request.wire());
            Reply reply = new Reply(
                    request, canonical(client), aim.call(), aim.model().id(), createdSeconds);
            return new TranslatedHop(client, format, aim, reply);
        }

        /// Read once, however many targets it is translated for.
        private CanonicalRequest canonical(ClientFormat client) {
            CanonicalRequest known = canonical;
            if (known == null) {
                known = client.canonical(request);
                canonical = known;
            }
            return known;
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
        public Course course(Targets targets, Ranking ranking, long nowNanos) {
            return targets.courseOfOneModel(wanted());
        }

        @Override
        public Hop hop(List<WireFormat> spoken, Aim aim, long createdSeconds) {
            // Gemini's are asked for through its layer for OpenAI's clients: the vectors are the same.
            String path = spoken.contains(WireFormat.OPENAI) ? "/embeddings" : "/openai/embeddings";
            return new EmbeddingsHop(request.fit(aim.model()), path);
        }
    }
}
