package dev.sidestep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicHostsTest {
    @Test
    @DisplayName("fault 59: what is connected to is the address that was looked at, and no name to look up again")
    void theAddressItself() {
        SocketAddress address = located("2606:4700::1111", "93.184.215.14").result();

        assertThat(address.host()).isEqualTo("93.184.215.14");
        assertThat(address.port()).isEqualTo(443);
    }

    @Test
    void hostWithIpv6OnlyIsFound() {
        assertThat(InetAddress.ofLiteral(located("2606:4700::1111").result().host()))
                .isEqualTo(InetAddress.ofLiteral("2606:4700::1111"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254"})
    @DisplayName("fault 59: a host that has one address inside is not found, whatever else it has")
    void oneAddressInside(String inside) {
        assertThat(located(inside).cause()).isInstanceOf(UnknownHostException.class);
        assertThat(located("8.8.8.8", inside).cause()).isInstanceOf(UnknownHostException.class);
        assertThat(located(inside, "8.8.8.8").cause()).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void hostThatNobodyKnowsIsNotFound() {
        PublicHosts hosts = new PublicHosts(_ -> Future.failedFuture(new UnknownHostException("nowhere.example")));

        assertThat(hosts.locate("nowhere.example").cause()).isInstanceOf(UnknownHostException.class);
        assertThat(located().cause()).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void namesAreLookedUpAsThisMachineDoes() {
        Vertx vertx = Loop.vertx(1);
        PublicHosts hosts = PublicHosts.of(vertx);

        // A literal is its own address, so no test asks the network.
        Future<SocketAddress> outside = settled(hosts.locate("1.1.1.1"));
        Future<SocketAddress> inside = settled(hosts.locate("localhost"));
        vertx.close().await();

        assertThat(outside.result().host()).isEqualTo("1.1.1.1");
        assertThat(inside.cause()).isInstanceOf(UnknownHostException.class);
    }

    private static Future<SocketAddress> settled(Future<SocketAddress> located) {
        located.toCompletionStage().toCompletableFuture().handle((_, _) -> true).join();
        return located;
    }

    private static Future<SocketAddress> located(String... addresses) {
        List<InetAddress> found =
                Stream.of(addresses).map(InetAddress::ofLiteral).toList();
        return new PublicHosts(_ -> Future.succeededFuture(found)).locate("host.example");
    }
}
