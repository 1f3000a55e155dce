package dev.sidestep.exchange;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;

/// Where the hosts are that addresses of the web name.
interface Hosts {
    /// The one place to connect to for this host: an IP address, so that nobody looks the name up again.
    ///
    /// @return fails where there is none, or none that may be asked
    Future<SocketAddress> locate(String host);
}
