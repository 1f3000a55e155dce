package dev.sidestep.exchange;

import dev.sidestep.call.CallFacts;
import dev.sidestep.call.CallKind;
import dev.sidestep.core.Feature;
import dev.sidestep.core.Needs;
import dev.sidestep.core.failover.FailoverPolicy;
import dev.sidestep.core.selection.Course;
import dev.sidestep.core.selection.Ranking;
import dev.sidestep.core.selection.Targets;
import dev.sidestep.wire.Formats;
import dev.sidestep.wire.canonical.CanonicalRequest;
import dev.sidestep.wire.canonical.Media;
import dev.sidestep.wire.canonical.Source;
import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.format.Aim;
import dev.sidestep.wire.format.ClientCall;
import dev.sidestep.wire.format.Repair;
import dev.sidestep.wire.format.Reply;
import dev.sidestep.wire.format.UpstreamFormat;
import dev.sidestep.wire.json.InvalidRequestException;
import dev.sidestep.wire.openai.EmbeddingCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the application asked for, ready to be sent to any target.
public sealed interface Call {
    /// What kind of call it is.
    CallKind kind();

    /// The wire format that its client speaks.
    WireFormat wire();

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

    /// The addresses of all its images and documents, where it must be sent with their bytes because this target does
    /// not fetch them or has failed to; none for most calls.
    ///
    /// @throws InvalidRequestException where it is not sound
    default List<Media.Address> toFetch(Aim aim) {
        return List.of();
    }

    /// Its way to one target and back.
    ///
    /// @param spoken the wire formats of the target's endpoint, the usual one first
    /// @param fetched what takes the place of addresses; empty where all stay
    /// @param createdSeconds now, in seconds since 1970
    /// @throws InvalidRequestException where it cannot be put into the target's words, since it is not sound
    Hop hop(List<WireFormat> spoken, Aim aim, Map<Media.Address, Source.Inline> fetched, long createdSeconds);

    /// The knobs of this call, given the configured ones.
    default FailoverPolicy policy(FailoverPolicy configured) {
        return terms().knobs().apply(configured);
    }

    /// What it brings beside its body.
    Terms terms();

    /// What is told of it when it begins.
    default CallFacts facts() {
        return new CallFacts(kind(), wire(), wanted(), streaming(), terms().client(), terms().origin());
    }

    /// A chat completion, in whatever wire format the client speaks. Lives on its loop.
    final class Chat implements Call {
        private static final Set<Feature> MEDIA = Set.of(Feature.VISION, Feature.FILES);

        private final ClientCall request;
        private final Terms terms;
        private final CallKind kind;
        private @Nullable CanonicalRequest canonical;

        public Chat(ClientCall request, Terms terms) {
            this(request, terms, CallKind.CHAT);
        }

        /// @param kind on whose behalf it chats
        public Chat(ClientCall request, Terms terms, CallKind kind) {
            this.request = request;
            this.terms = terms;
            this.kind = kind;
        }

        @Override
        public CallKind kind() {
            return kind;
        }

        @Override
        public WireFormat wire() {
            return request.wire();
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
        public List<Media.Address> toFetch(Aim aim) {
            return hasMedia() && isToBeBrought(aim) ? Media.addresses(canonical()) : List.of();
        }

        private boolean hasMedia() {
            return !Collections.disjoint(needs().features(), MEDIA);
        }

        private static boolean isToBeBrought(Aim aim) {
            Set<Feature> features = aim.model().features();
            boolean isFetchedThere =
                    features.contains(Feature.IMAGE_URLS) && !aim.repairs().contains(Repair.WITH_MEDIA_BROUGHT);
            return !isFetchedThere && !Collections.disjoint(features, MEDIA);
        }

        @Override
        public Hop hop(
                List<WireFormat> spoken, Aim aim, Map<Media.Address, Source.Inline> fetched, long createdSeconds) {
            UpstreamFormat format = Formats.between(request, spoken, aim);
            boolean isPassed = format.wire() == request.wire();
            if (isPassed && fetched.isEmpty()) {
                return new PassedHop(request, format, aim);
            }
            CanonicalRequest whole = fetched.isEmpty() ? canonical() : Media.brought(canonical(), fetched);
            if (isPassed) {
                return new PassedHop(request, format, aim, format.write(whole, request, aim));
            }
            Reply reply = new Reply(request, whole, aim.call(), aim.model().id(), createdSeconds);
            return new TranslatedHop(Formats.ofClients(request.wire()), format, aim, reply);
        }

        /// Read once, however many targets it is translated for.
        private CanonicalRequest canonical() {
            CanonicalRequest known = canonical;
            if (known == null) {
                known = Formats.ofClients(request.wire()).canonical(request);
                canonical = known;
            }
            return known;
        }
    }

    /// Vectors for texts. It changes the account, never the model.
    record Embeddings(EmbeddingCall request, Terms terms) implements Call {
        @Override
        public CallKind kind() {
            return CallKind.EMBEDDINGS;
        }

        @Override
        public WireFormat wire() {
            return WireFormat.OPENAI;
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
        public boolean streaming() {
            return false;
        }

        @Override
        public Course course(Targets targets, Ranking ranking, long nowNanos) {
            return targets.courseOfOneModel(wanted());
        }

        @Override
        public Hop hop(
                List<WireFormat> spoken, Aim aim, Map<Media.Address, Source.Inline> fetched, long createdSeconds) {
            // Gemini's are asked for through its layer for OpenAI's clients: the vectors are the same.
            String path = spoken.contains(WireFormat.OPENAI) ? "/embeddings" : "/openai/embeddings";
            return new EmbeddingsHop(request.fit(aim.model()), path);
        }
    }
}
