package dev.sidestep.gateway.dashboard;

import dev.sidestep.core.Target;
import dev.sidestep.exchange.Dispatcher;
import dev.sidestep.store.StoreStatus;
import dev.sidestep.store.share.ShareStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Where the live feed has from what it tells. Everything may be asked on any thread.
///
/// @param dispatcher whose calls and targets it tells, with the clocks
/// @param clients the name of the key of a client that a call's terms tell
/// @param inFlight how many calls are under way
/// @param hello what is told of the gateway itself; its moment is added
/// @param documents what is told of each of these targets, in their order
/// @param disabled the targets that the configuration has, and nobody asks
/// @param store how the store is doing, where there is one
/// @param share how the talk with other nodes is doing, where there is any
public record LiveSources(
        Dispatcher dispatcher,
        UnaryOperator<String> clients,
        IntSupplier inFlight,
        Supplier<Map<String, Object>> hello,
        Function<Collection<Target>, List<Map<String, Object>>> documents,
        Supplier<List<Map<String, Object>>> disabled,
        Supplier<Optional<StoreStatus>> store,
        Supplier<Optional<ShareStatus>> share) {}
