package dev.sidestep.gateway.admin;

import dev.sidestep.config.Knobs;
import dev.sidestep.core.Target;
import dev.sidestep.core.failover.Explanation;
import dev.sidestep.core.quota.Demand;
import dev.sidestep.core.selection.Fitness;
import dev.sidestep.core.selection.Knowledge;
import dev.sidestep.exchange.Call;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.exchange.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A call's plan without making it: every target in order or skipped, why, and what is known of it.
public final class ExplainDocument {
    private final Call.Chat call;
    private final Dispatcher dispatcher;
    private final Knobs knobs;
    private final Knowledge known;
    private final TargetFacts facts;

    private ExplainDocument(Call.Chat call, Dispatcher dispatcher) {
        this.call = call;
        this.dispatcher = dispatcher;
        this.knobs = dispatcher.setup().knobs();
        this.known = dispatcher.known();
        this.facts = new TargetFacts(dispatcher);
    }

    /// The plan as maps and lists.
    public static Map<String, Object> of(Call.Chat call, Dispatcher dispatcher) {
        return new ExplainDocument(call, dispatcher).document();
    }

    private Map<String, Object> document() {
        Explanation explanation = dispatcher.explain(call);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", call.wanted());
        document.put("order", order(explanation.order()));
        document.put(
                "skipped",
                explanation.skipped().stream()
                        .map(skip -> with(facts.skip(skip), skip.target()))
                        .toList());
        document.put("policy", PolicyDocument.of(call, knobs));
        return document;
    }

    private List<Map<String, Object>> order(List<Target> targets) {
        List<Map<String, Object>> order = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            Map<String, Object> one = TargetFacts.names(target);
            one.put("place", i + 1);
            one.put("because", because(targets, i));
            order.add(with(one, target));
        }
        return order;
    }

    private String because(List<Target> order, int index) {
        Target target = order.get(index);
        if (index == 0 && isKnownByTheConversation(target)) {
            return "conversation";
        }
        if (known.cooldowns().isInIllHealth(target, facts.nowNanos())) {
            return "last-resort";
        }
        Places places = new Places(call, dispatcher.setup());
        return places.because(target, index == 0 ? null : order.get(index - 1));
    }

    /// True where the call would begin elsewhere if it were not part of a conversation.
    private boolean isKnownByTheConversation(Target first) {
        Terms terms = call.terms();
        if (terms.conversation().isEmpty()) {
            return false;
        }
        Call.Chat alone = new Call.Chat(call.request(), Terms.USUAL.with(terms.knobs()));
        return !dispatcher.explain(alone).order().stream().limit(1).toList().contains(first);
    }

    private Map<String, Object> with(Map<String, Object> document, Target target) {
        Demand demand = known.estimates().demand(target, call.needs());
        document.put("estimate", estimate(demand));
        document.put("misfits", Fitness.misfits(call.needs(), target.model(), demand.inputTokens()));
        document.putAll(facts.all(target));
        document.put("policy", PolicyDocument.of(target.account()));
        return document;
    }

    private static Map<String, Object> estimate(Demand demand) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("input_tokens", demand.inputTokens());
        document.put("output_tokens", demand.outputTokens());
        return document;
    }
}
