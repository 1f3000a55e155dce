package dev.sidestep.exchange;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// The part of the address space that anybody may be sent to: everything but what leads back into the own machine, the
/// own network, or a cloud's machinery. Pure data.
final class PublicInternet {
    private static final int IPV6_BYTES = 16;

    /// IPv6 that is routed at all. Everything outside of it is special: loopback, link-local `fe80::/10`, unique local
    /// `fc00::/7`, multicast, and IPv4 in other clothes: `::ffff:0:0/96`, `::/96`, `64:ff9b::/96`.
    private static final Block GLOBAL = Block.of("2000::/3");

    /// https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry.
    private static final List<Block> SPECIAL = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared by a provider's customers; metadata of Alibaba
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // Azure's machinery
                    "169.254.0.0/16", // link-local; metadata of most clouds
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocols; metadata of Oracle
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // relays from IPv6
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved; broadcast
                    "2001::/23", // protocols; tunnels to IPv4
                    "2001:db8::/32", // documentation
                    "2002::/16", // tunnels to IPv4
                    "3fff::/20") // documentation
            .map(Block::of)
            .toList();

    private PublicInternet() {}

    /// True for an address that is anybody's to ask.
    static boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    /// The same of an address's bytes, of which there are 4 or 16.
    static boolean contains(byte[] address) {
        boolean isRouted = address.length != IPV6_BYTES || GLOBAL.contains(address);
        return isRouted && SPECIAL.stream().noneMatch(block -> block.contains(address));
    }

    /// Addresses that begin alike.
    ///
    /// @param bytes how many an address has
    /// @param shift how many bits follow the prefix
    private record Block(int bytes, BigInteger prefix, int shift) {
        static Block of(String cidr) {
            int slash = cidr.indexOf('/');
            byte[] first = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
            int shift = first.length * Byte.SIZE - Integer.parseInt(cidr.substring(slash + 1));
            return new Block(first.length, new BigInteger(1, first).shiftRight(shift), shift);
        }

        boolean contains(byte[] address) {
            return address.length == bytes
                    && new BigInteger(1, address).shiftRight(shift).equals(prefix);
        }
    }
}
