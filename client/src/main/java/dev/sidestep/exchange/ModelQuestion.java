package dev.sidestep.exchange;

import dev.sidestep.wire.canonical.WireFormat;
import dev.sidestep.wire.models.ListedModel;
import dev.sidestep.wire.models.ModelLists;
import dev.sidestep.wire.models.ModelPage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an endpoint offers, asked page by page. One use; lives on its loop.
final class ModelQuestion {
    /// A list with more pages than these has no end.
    private static final int MOST_PAGES = 20;

    private final Loop loop;
    private final Endpoint endpoint;
    private final List<ListedModel> models = new ArrayList<>();
    private int pages;

    ModelQuestion(Loop loop, Endpoint endpoint) {
        this.loop = loop;
        this.endpoint = endpoint;
    }

    /// The whole list; fails where a page does.
    Future<List<ListedModel>> ask() {
        return page("");
    }

    private Future<List<ListedModel>> page(String from) {
        WireFormat wire = endpoint.wires().getFirst();
        return new PageRequest(loop)
                .send(endpoint.models(from))
                .compose(body -> loop.aside(() -> read(wire, body)))
                .compose(page -> page.map(this::read).orElseGet(() -> Future.failedFuture("no list of models")));
    }

    /// Not on the loop: a long list would hold up its calls.
    private static Optional<ModelPage> read(WireFormat wire, Buffer body) {
        return ModelLists.read(wire, body.getBytes());
    }

    private Future<List<ListedModel>> read(ModelPage page) {
        models.addAll(page.models());
        pages++;
        if (page.next().isEmpty()) {
            return Future.succeededFuture(List.copyOf(models));
        }
        return pages < MOST_PAGES && models.size() < ModelLists.MOST_MODELS
                ? page(page.next())
                : Future.failedFuture("a list without an end");
    }
}
