package dev.sidestep.exchange;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.net.SocketAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;

/// Hosts of the public internet. One that has an address anywhere else, beside public ones even, is not found: its name
/// may be meant to lead somebody there. Thread-safe.
final class PublicHosts implements Hosts {
    /// Names are looked up by blocking calls, a few at a time: who names slow ones slows down his own kind only.
    private static final int MOST_LOOK_UPS = 4;

    private static final String THREADS = "sidestep-names";

    private final Function<String, Future<List<InetAddress>>> names;

    /// @param names the addresses of a name
    PublicHosts(Function<String, Future<List<InetAddress>>> names) {
        this.names = names;
    }

    /// By the names that this machine knows.
    static PublicHosts of(Vertx vertx) {
        WorkerExecutor threads = vertx.createSharedWorkerExecutor(THREADS, MOST_LOOK_UPS);
        return new PublicHosts(host -> threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false));
    }

    @Override
    public Future<SocketAddress> locate(String host) {
        return names.apply(host).compose(PublicHosts::chosen);
    }

    private static Future<SocketAddress> chosen(List<InetAddress> found) {
        return found.stream().allMatch(PublicInternet::contains)
                ? found.stream()
                        .filter(Inet4Address.class::isInstance)
                        .findFirst()
                        .or(() -> found.stream().findFirst())
                        .map(address -> Future.succeededFuture(at(address)))
                        .orElseGet(PublicHosts::nowhere)
                : nowhere();
    }

    private static SocketAddress at(InetAddress address) {
        return SocketAddress.inetSocketAddress(WebAddress.PORT, address.getHostAddress());
    }

    private static Future<SocketAddress> nowhere() {
        return Future.failedFuture(new UnknownHostException("no public address"));
    }
}
